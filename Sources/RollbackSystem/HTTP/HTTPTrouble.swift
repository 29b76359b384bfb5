import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import RollbackCore

/// Why there was no answer, in words.
enum HTTPTrouble {
    private static let timeouts: [HTTPClientError] = [
        .deadlineExceeded, .connectTimeout, .readTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]

    static func text(_ error: any Error, limit: Duration) -> String {
        switch error {
        case let error as NIOConnectionError: connection(error)
        case let error as IOError: errorText(error.errnoCode)
        case let error as HTTPClientError where timeouts.contains(error): "no answer within \(limit.seconds) s"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "the connection was closed without an answer"
        case HTTPParserError.invalidEOFState: "the connection was closed before the answer was complete"
        case let error as HTTPParserError: "the answer is not HTTP: \(error)"
        case let error as HTTPClientError: error.description
        default: String(describing: error)
        }
    }

    private static func connection(_ error: NIOConnectionError) -> String {
        if let refused = error.connectionErrors.lazy.compactMap({ $0.error as? IOError }).first {
            return errorText(refused.errnoCode)
        }
        return "\(error.host) has no address"
    }
}
