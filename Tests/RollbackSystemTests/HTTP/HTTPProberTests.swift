import Foundation
import RollbackCore
import RollbackSystem
import Testing

struct HTTPProberTests {
    private func fetch(_ url: String, limit: Duration = .seconds(20), method: String = "GET") async throws
        -> HTTPProbeResponse
    {
        let prober = HTTPProber()
        do {
            let response = try await prober.fetch(HTTPProbeRequest(method: method, url: url, limit: limit))
            try await prober.shutdown()
            return response
        } catch {
            try await prober.shutdown()
            throw error
        }
    }

    @Test(arguments: [200, 302, 404, 500])
    func theAnswerIsReportedAsItIs(status: Int) async throws {
        let server = try CannedServer(
            "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 7\r\n\r\nhealthy")
        let response = try await fetch("http://127.0.0.1:\(server.port)/health")
        #expect(response == HTTPProbeResponse(status: status, body: Data("healthy".utf8)))
    }

    @Test func theRequestIsOneOfALongLine() async throws {
        let folder = try TemporaryFolder()
        let server = try CannedServer("HTTP/1.1 204 No Content\r\n\r\n", folder: folder)
        #expect(try await fetch("http://127.0.0.1:\(server.port)/a?b=c", method: "HEAD").status == 204)
        let request = try #require(folder.text("request"))
        #expect(request.hasPrefix("HEAD /a?b=c HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("connection: close\r\n"))
    }

    @Test func aLargeBodyIsCutAtOneMebibyte() async throws {
        let body = String(repeating: "x", count: 3 << 20)
        let server = try CannedServer("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try await fetch("http://127.0.0.1:\(server.port)/").body.count == 1 << 20)
    }

    @Test func nobodyThereIsSaidAtOnce() async throws {
        let port = try ListeningSocket().port
        let url = "http://localhost:\(port)/"
        await #expect(throws: Failure.unreachable(url: url, why: "Connection refused")) { try await fetch(url) }
    }

    @Test func silenceEndsAtTheLimit() async throws {
        let server = try CannedServer(nil)
        let url = "http://127.0.0.1:\(server.port)/"
        await #expect(throws: Failure.unreachable(url: url, why: "no answer within 0.2 s")) {
            try await fetch(url, limit: .milliseconds(200))
        }
    }

    @Test func anAnswerThatStopsHalfWayIsNone() async throws {
        let server = try CannedServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        let url = "http://127.0.0.1:\(server.port)/"
        await #expect(
            throws: Failure.unreachable(url: url, why: "the connection was closed before the answer was complete")
        ) {
            try await fetch(url)
        }
    }

    @Test func aClosedConnectionIsNoAnswer() async throws {
        let server = try CannedServer("")
        let url = "http://127.0.0.1:\(server.port)/"
        await #expect(throws: Failure.unreachable(url: url, why: "the connection was closed without an answer")) {
            try await fetch(url)
        }
    }

    @Test func whatSpeaksAnotherLanguageSaysSo() async throws {
        let server = try CannedServer("SSH-2.0-OpenSSH_9.2\r\n")
        let error = await #expect(throws: Failure.self) { try await fetch("http://127.0.0.1:\(server.port)/") }
        guard case .unreachable(_, let why) = error else { throw NeverCame(what: "unreachable") }
        #expect(why.hasPrefix("the answer is not HTTP"))
    }

    @Test(arguments: ["nonsense", "http://", "ftp://127.0.0.1/"])
    func whatIsNoAddressSaysSo(url: String) async throws {
        let error = await #expect(throws: Failure.self) { try await fetch(url) }
        guard case .unreachable(let named, _) = error else { throw NeverCame(what: "unreachable") }
        #expect(named == url)
    }

    @Test func afterItsEndItBeginsAnew() async throws {
        let server = try CannedServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let prober = HTTPProber()
        for _ in 0..<2 {
            let request = HTTPProbeRequest(url: "http://127.0.0.1:\(server.port)/", limit: .seconds(20))
            #expect(try await prober.fetch(request).status == 200)
            try await prober.shutdown()
        }
    }
}
