import RollbackDrivers
import Testing

struct ComposeSettingsTests {
    private func container(_ command: String, _ environment: [String] = []) -> ContainerFacts {
        ContainerFacts(
            id: "abc", project: "app", service: "web", directory: "/srv/app", running: true, imageID: "77",
            creation: command.split(separator: " ").map(String.init), environment: environment)
    }

    private func current(
        _ container: ContainerFacts, _ rehearsal: String, imageID: String = "77", _ file: String? = nil
    ) -> Bool {
        ComposeSettings(container) { _ in file }
            .areCurrent(rehearsal: rehearsal, imageID: imageID, imageEnvironment: ["LANG=C"])
    }

    @Test(arguments: [
        ("podman run --name=a -d -e A=1 image", true), ("x\npodman run --name=a -d -e A=1 image\ny", true),
        ("podman run --name=a -d -e A=2 image", false), ("podman run --name=a -d -e A=1 image more", false),
        ("", false),
    ])
    func theCommandsAreCompared(rehearsal: String, same: Bool) {
        #expect(current(container("podman run --name=a -d -e A=1 image"), rehearsal) == same)
    }

    @Test func anotherImageIsAnotherContainer() {
        let command = "podman run --name=a -d image"
        #expect(!current(container(command), command, imageID: "78"))
    }

    @Test func whatWasMadeInTheForegroundIsTheSame() {
        #expect(current(container("podman create --name=a -e A=1 image"), "podman run --name=a -d -e A=1 image"))
    }

    @Test func aContainerOfAnUnknownMakingIsNot() {
        #expect(!current(container(""), ""))
    }

    @Test(arguments: [
        (["A=1", "LANG=C", "PATH=/bin", "HOSTNAME=x"], "A=1\n# B=2\n", true), (["A=1"], "A=2\n", false),
        (["A=1", "B=2"], "A=1\n", false), (["A=1"], "A=1\nB=2\n", false), (["A=\"1\""], "A=\"1\"\n", true),
        (["A=1"], nil, false), (["A=1", "C=3"], "C=4\nA=1", true),
    ])
    func filesOfVariablesAreReadAgain(environment: [String], file: String?, same: Bool) {
        let command = "podman run --name=a -d --env-file /srv/app/web.env -e C=3 image"
        let environment = environment.contains("C=3") ? environment : environment + ["C=3"]
        #expect(current(container(command, environment), command, file) == same)
    }
}

struct ComposePlaceTests {
    @Test(arguments: [
        ("/srv/app", ["compose.yaml"], "/srv/app"), ("/srv/app", ["/srv/app/compose.yaml"], "/srv/app"),
        ("/srv/app/deploy", ["deploy/compose.yaml", "more.yaml"], "/srv/app"),
        ("/srv/app/deploy", ["../deploy/compose.yaml"], "/srv/app/deploy"),
    ])
    func namesLeadFromWhereTheyWereGiven(directory: String, files: [String], current: String) {
        let place = ComposePlace(directory: directory, files: files) { _ in true }
        #expect(place.current == current)
        #expect(place.files == files)
    }

    /// The bad release's `compose.yaml` has gone with it.
    @Test func filesThatAreGoneAreNotAskedFor() {
        let place = ComposePlace(directory: "/srv/app/deploy", files: ["deploy/compose.yaml"]) { _ in false }
        #expect(place.current == "/srv/app/deploy")
        #expect(place.files == [])
    }

    @Test func theirNamesAreLookedUpFromThere() {
        _ = ComposePlace(directory: "/srv/app/deploy", files: ["deploy/compose.yaml"]) { path in
            #expect(path == "/srv/app/deploy/compose.yaml")
            return true
        }
    }
}
