package import FoundationEssentials

package struct HTTPProbeRequest: Sendable, Hashable {
    package var method: String
    package var url: String
    package var limit: Duration
    package init(method: String = "GET", url: String, limit: Duration) {
        self.method = method
        self.url = url
        self.limit = limit
    }
}

package struct HTTPProbeResponse: Sendable, Hashable {
    package var status: Int
    /// At most the first mebibyte.
    package var body: Data
    package init(status: Int, body: Data) {
        self.status = status
        self.body = body
    }
}

/// One HTTP request, without retries and without following redirects: a probe reports what was answered.
package protocol HTTPFetching: Sendable {
    /// - Throws: `Failure.unreachable` with the reason when there was no answer within the limit.
    func fetch(_ request: HTTPProbeRequest) async throws -> HTTPProbeResponse
}
