import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
package import RollbackCore
import Synchronization

/// HTTP requests for probes: one attempt over a new connection, redirects reported and not followed.
///
/// The client is made at the first request: most commands never make one. `shutdown` ends it.
package final class HTTPProber: HTTPFetching {
    private static let largestBody = 1 << 20
    private let client = Mutex<HTTPClient?>(nil)

    package init() {}

    package func fetch(_ request: HTTPProbeRequest) async throws -> HTTPProbeResponse {
        do {
            return try await answer(to: request)
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            throw Failure.unreachable(url: request.url, why: HTTPTrouble.text(error, limit: request.limit))
        }
    }

    /// Ends the client and its connections. A later request makes a new one.
    package func shutdown() async throws {
        let ending = client.withLock { client in
            defer { client = nil }
            return client
        }
        try await ending?.shutdown()
    }

    private func answer(to request: HTTPProbeRequest) async throws -> HTTPProbeResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        outgoing.headers = ["User-Agent": "lastgood", "Accept": "*/*", "Connection": "close"]
        let deadline = NIODeadline.now() + TimeAmount(request.limit)
        let response = try await running().execute(outgoing, deadline: deadline)
        return HTTPProbeResponse(status: Int(response.status.code), body: try await beginning(of: response.body))
    }

    private func beginning(of body: HTTPClientResponse.Body) async throws -> Data {
        var data = Data()
        for try await part in body {
            data.append(contentsOf: part.readableBytesView.prefix(Self.largestBody - data.count))
            if data.count >= Self.largestBody { break }
        }
        return data
    }

    private func running() -> HTTPClient {
        client.withLock { client in
            if let client { return client }
            let made = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
            client = made
            return made
        }
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        // A connection kept from before a restart would be answered by nobody.
        configuration.connectionPool.idleTimeout = .zero
        return configuration
    }
}
