import Dispatch
import Foundation
import Glibc

/// A TCP server that sends the same bytes to every connection, and closes it.
final class CannedServer: Sendable {
    private let socket: ListeningSocket
    var port: Int { socket.port }

    /// - Parameter answer: nil: connections are taken, and nothing is ever said.
    init(_ answer: String?, folder: TemporaryFolder? = nil) throws {
        socket = try ListeningSocket()
        let descriptor = socket.descriptor
        DispatchQueue(label: "canned").async {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                guard let answer else { continue }
                var request = [UInt8](repeating: 0, count: 4096)
                let count = recv(connection, &request, request.count, 0)
                if let folder, count > 0 {
                    try? Data(request[..<count]).write(to: URL(fileURLWithPath: "\(folder.path)/request"))
                }
                answer.withCString { _ = send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
                shutdown(connection, Int32(SHUT_WR))
                close(connection)
            }
        }
    }

    deinit { shutdown(socket.descriptor, Int32(SHUT_RDWR)) }
}
