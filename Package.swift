// swift-tools-version: 6.2
import PackageDescription

let core: Target.Dependency = "RollbackCore"
let files: Target.Dependency = "RollbackFiles"
let migrations: Target.Dependency = "RollbackMigrations"
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let sqlite: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let http: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

// The star: every arrow points at RollbackCore; RollbackCLI alone knows everyone.
let package = Package(
    name: "lastgood",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "lastgood", targets: ["lastgood"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "CRollbackSystem"),
        .target(name: "RollbackCore"),
        .target(name: "RollbackEngine", dependencies: [core, crypto]),
        .target(name: "RollbackFiles", dependencies: [core, "CRollbackSystem"]),
        .target(name: "RollbackStore", dependencies: [core, files, crypto, "CRollbackSystem"]),
        .systemLibrary(name: "CZstd"),
        .target(name: "RollbackSnapshots", dependencies: [core, files, crypto, "CRollbackSystem", "CZstd"]),
        .target(name: "RollbackSystem", dependencies: [core, "CRollbackSystem"] + http),
        .target(name: "RollbackMigrations"),
        .target(name: "RollbackDrivers", dependencies: [core, files, migrations, crypto]),
        .target(name: "RollbackDatabase", dependencies: [core, files, migrations, crypto, sqlite]),
        .target(name: "RollbackConfiguration", dependencies: [core]),
        .target(name: "RollbackProject", dependencies: [core, files, crypto, yaml, toml]),
        .target(name: "RollbackReporting", dependencies: [core]),
        .target(
            name: "RollbackCLI",
            dependencies: [
                core, files, migrations, "RollbackEngine", "RollbackStore", "RollbackSnapshots", "RollbackSystem",
                "RollbackDrivers", "RollbackDatabase", "RollbackConfiguration", "RollbackProject", "RollbackReporting",
                "CRollbackSystem", arguments,
            ]),
        .executableTarget(name: "lastgood", dependencies: ["RollbackCLI"]),
        .target(
            name: "RollbackTestKit",
            dependencies: [core, "RollbackEngine", "RollbackStore", "RollbackSystem"]),

        .testTarget(name: "RollbackCoreTests", dependencies: [core]),
        tests(of: "RollbackEngine"),
        // Extended attributes are set through the shim.
        .testTarget(
            name: "RollbackFilesTests", dependencies: [core, files, "RollbackTestKit", "CRollbackSystem"]),
        tests(of: "RollbackStore"),
        // Extended attributes are set through the shim.
        tests(of: "RollbackSnapshots", files, crypto, "CRollbackSystem"),
        tests(of: "RollbackSystem"),
        tests(of: "RollbackDrivers", migrations, crypto, files, "RollbackSystem"),
        tests(of: "RollbackMigrations"),
        tests(of: "RollbackDatabase", migrations, "RollbackSystem", sqlite),
        tests(of: "RollbackConfiguration"),
        tests(of: "RollbackProject", files, yaml),
        tests(of: "RollbackReporting"),
        // Runs the built program; knows nothing of its insides but the vocabulary.
        .testTarget(name: "AcceptanceTests", dependencies: [core]),
        .testTarget(name: "ArchitectureTests", dependencies: [core]),
    ]
)

/// The tests of one point of the star: they may use the target, Core and the test kit.
func tests(of target: String, _ more: Target.Dependency...) -> Target {
    .testTarget(name: "\(target)Tests", dependencies: [core, .byName(name: target), "RollbackTestKit"] + more)
}

// One set of strict rules for every Swift target.
for target in package.targets where !target.name.hasPrefix("C") {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
