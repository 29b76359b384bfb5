import Testing

/// Mistakes in the two other files.
struct EndpointMistakeTests {
    @Test(arguments: [
        (
            #""services": {"a": {"port": 80, "endpoints": {"x": {}}}}"#,
            #"1:47 services.a.endpoints.x: the key "path" is missing"#
        ),
        (
            #""services": {"a": {"port": 80, "endpoints": {"port": {"path": "/"}}}}"#,
            #"1:47 services.a.endpoints.port: "port" is the name of a check that every service has; choose another"#
        ),
        (
            #""services": {"a": {"endpoints": {"x": {"path": "/"}}}}"#,
            #"1:35 services.a.endpoints.x: the service "a" has endpoints and no port"#
        ),
        (
            #""services": {"a": {"port": 80, "endpoints": {"x": {"path": "/a b"}}}}"#,
            #"1:53 services.a.endpoints.x.path: expected a path that begins with '/', escaped as in a URL, found the string "/a b""#
        ),
        (
            #""services": {"a": {"port": 80, "endpoints": {"x": {"path": "/", "method": "get"}}}}"#,
            #"1:66 services.a.endpoints.x.method: expected "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" or "OPTIONS", found the string "get"; did you mean "GET"?"#
        ),
        (
            #""services": {"a": {"port": 80, "endpoints": {"x": {"path": "/", "expected_status": 99}}}}"#,
            "1:66 services.a.endpoints.x.expected_status: expected an HTTP status from 100 to 599, found 99"
        ),
        (
            #""services": {"a": {"port": 80, "endpoints": {"x": {"path": "/", "expected_response_contains": ""}}}}"#,
            #"1:66 services.a.endpoints.x.expected_response_contains: expected a string that is not empty, found the string """#
        ),
        (
            #""services": {"a": {"protocol": "ftp"}}"#,
            #"1:21 services.a.protocol: expected "http" or "https", found the string "ftp""#
        ),
        (
            #""services": {"api": {}}, "verification_sequence": ["api", "apo"]"#,
            #"1:60 verification_sequence[1]: the sequence names "apo", which is neither a service nor an external service; did you mean "api"?"#
        ),
        (
            #""services": {"api": {}}, "verification_sequence": ["api", "api"]"#,
            #"1:60 verification_sequence[1]: "api" is listed twice; first on line 1"#
        ),
        (
            #""services": {"a": {}}, "external_services": {"a": {}}"#,
            #"1:47 external_services.a: "a" is also a service, service-endpoints.json, line 1"#
        ),
        (
            #""external_services": {"a": {"check_method": "http"}}"#,
            #"1:30 external_services.a.check_method: expected "environment_variable", found the string "http""#
        ),
    ])
    func inServiceEndpoints(members: String, expected: String) {
        #expect(Sample.mistakes(endpoints: "{\(members)}") == ["service-endpoints.json \(expected)"])
    }

    @Test(arguments: [
        (#"{}"#, #"1:14 commits[0]: the key "hash" is missing"#),
        (
            #"{"hash": "4f2a9"}"#,
            #"1:15 commits[0].hash: expected a commit's hash, 7 to 64 hexadecimal digits, found the string "4f2a9""#
        ),
        (
            #"{"hash": "main branch"}"#,
            #"1:15 commits[0].hash: expected a commit's hash, 7 to 64 hexadecimal digits, found the string "main branch""#
        ),
        (
            #"{"hash": "4f2a9c1", "date": "10.12.2025"}"#,
            #"1:34 commits[0].date: expected a date as 2025-12-10, or with a time as 2025-12-10T17:39:00Z, found the string "10.12.2025""#
        ),
        (
            #"{"hash": "4f2a9c1"}, {"hash": "4F2A9C1"}"#,
            #"1:35 commits[1]: the commit 4f2a9c1 is listed twice; first on line 1"#
        ),
    ])
    func inKnownGood(elements: String, expected: String) {
        #expect(Sample.mistakes(knownGood: #"{"commits": [\#(elements)]}"#) == ["known-good-commits.json \(expected)"])
    }
}
