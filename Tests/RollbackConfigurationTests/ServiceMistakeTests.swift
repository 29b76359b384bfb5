import Testing

/// Mistakes in how services are described.
struct ServiceMistakeTests {
    @Test(arguments: [
        (#""a": {"prot": 1}"#, #"1:33 service_dependencies.a.prot: unknown key "prot"; did you mean "port"?"#),
        (
            #""a": {"port": "8000"}"#,
            #"1:33 service_dependencies.a.port: expected a port number from 1 to 65535, found the string "8000""#
        ),
        (#""a": {"port": 0}"#, "1:33 service_dependencies.a.port: expected a port number from 1 to 65535, found 0"),
        (
            #""a": {"port": 65536}"#,
            "1:33 service_dependencies.a.port: expected a port number from 1 to 65535, found 65536"
        ),
        (
            #""a": {"port": 80.5}"#,
            "1:33 service_dependencies.a.port: expected a port number from 1 to 65535, found 80.5"
        ),
        (
            #""a": {"port": 80}, "b": {"port": 80}"#,
            #"1:52 service_dependencies.b.port: port 80 is also the port of "a", rollback-config.json, line 1"#
        ),
        (#""a": {}, "a": {}"#, "1:36 service_dependencies.a: the key is given twice; first on line 1"),
        (
            #""-rf": {}"#,
            "1:27 service_dependencies.-rf: the name of service consists of letters, digits, '-', '_' and '.', at most 64, the first a letter or digit"
        ),
        (
            #""fastapi": {}, "b": {"depends_on": ["fastpi"]}"#,
            #"1:63 service_dependencies.b.depends_on[0]: depends_on names "fastpi", which is neither a service nor an external service; did you mean "fastapi"?"#
        ),
        (
            #""a": {"health_endpoint": "health", "port": 80}"#,
            #"1:33 service_dependencies.a.health_endpoint: expected a path that begins with '/', escaped as in a URL, found the string "health""#
        ),
        (
            #""a": {"health_endpoint": "/"}"#,
            #"1:33 service_dependencies.a.health_endpoint: the service "a" has endpoints and no port"#
        ),
        (
            #""a": {"restart_delay_seconds": -1}"#,
            "1:33 service_dependencies.a.restart_delay_seconds: expected a number of seconds from 0 to 86400, found -1"
        ),
        (
            #""a": {"start": 5}"#,
            "1:33 service_dependencies.a.start: expected a command: an array of strings, or one string that is split at its blanks, found 5"
        ),
        (#""a": {"start": []}"#, "1:33 service_dependencies.a.start: the command names no program"),
        (#""a": {"start": "  "}"#, "1:33 service_dependencies.a.start: the command names no program"),
        (#""a": {"start": ["x", 5]}"#, "1:48 service_dependencies.a.start[1]: expected a string, found 5"),
        (
            #""a": {"start": "run | tee log"}"#,
            #"1:33 service_dependencies.a.start: '|' means something only to a shell, and none is used; quote it, or write ["sh", "-c", "…"]"#
        ),
        (#""a": {"start": "run 'x"}"#, "1:33 service_dependencies.a.start: the quote ' is not closed"),
        (
            #""a": {"start": "PORT=1 run"}"#,
            #"1:33 service_dependencies.a.start: "PORT=1" sets a variable; variables stand in "environment""#
        ),
        (
            #""a": {"start": "x", "directory": "/tmp"}"#,
            #"1:47 service_dependencies.a.directory: expected a path inside the platform, relative to its root, found the absolute path "/tmp""#
        ),
        (
            #""a": {"start": "x", "log_file": "~/x.log"}"#,
            "1:47 service_dependencies.a.log_file: expected a path inside the platform, relative to its root; '~' is not expanded"
        ),
        (
            #""a": {"start": "x", "environment_file": "../.env"}"#,
            "1:47 service_dependencies.a.environment_file: expected a path inside the platform, relative to its root; '..' could lead out of it"
        ),
        (
            #""a": {"start": "x", "environment": {"1A": "x"}}"#,
            #"1:63 service_dependencies.a.environment.1A: "1A" is not the name of an environment variable"#
        ),
        (
            #""a": {"start": "x", "environment": {"KEY": 5}}"#,
            "1:63 service_dependencies.a.environment.KEY: expected a string, or {\"file\": \"path\"}, found a number"
        ),
        (
            #""a": {"manager": "docker"}"#,
            #"1:33 service_dependencies.a.manager: expected "process", "systemd" or "compose", found the string "docker""#
        ),
        (
            #""a": {"unit": "a.service"}"#,
            #"1:33 service_dependencies.a.unit: a unit needs "manager": "systemd" or "compose" beside it"#
        ),
        (
            #""a": {"manager": "systemd", "unit": "-x"}"#,
            #"1:55 service_dependencies.a.unit: expected the name of a unit, found the string "-x""#
        ),
    ])
    func inServices(members: String, expected: String) {
        #expect(Sample.mistakes(rollback: #"{"service_dependencies": {\#(members)}}"#) == [expected])
    }
}
