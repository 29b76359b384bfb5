import RollbackDrivers
import Testing

struct UnitFilesTests {
    @Test(arguments: [
        "WorkingDirectory=/srv/app", "WorkingDirectory=-/srv/app/", "ExecStart=/srv/app/bin/run --x",
        "ExecStart=!/srv/app/bin/run", "ExecStart=/bin/sh -c 'cd /srv/app; exec ./run'",
        "Environment=\"HOME=/srv/app\"", "EnvironmentFile=-/srv/app/.env",
    ])
    func theCheckoutIsNamed(line: String) {
        #expect(UnitFiles.mentions("[Service]\n\(line)\n", ["/srv/app"]))
    }

    @Test(arguments: ["WorkingDirectory=/srv/app2", "ExecStart=/usr/srv/app/run", "# nothing", ""])
    func othersAreNot(line: String) {
        #expect(!UnitFiles.mentions("[Service]\n\(line)\n", ["/srv/app"]))
    }
}
