/// Containers as control groups name them.
enum ContainerName {
    /// The container's id in a path such as `/system.slice/docker-<64 hex>.scope`,
    /// `/docker/<64 hex>`, `/machine.slice/libpod-<64 hex>.scope` or `/kubepods/…/cri-containerd-<64 hex>.scope`.
    /// Nil outside of containers.
    static func of(_ controlGroup: String) -> String? {
        let words = controlGroup.split { "/-.:".contains($0) }
        return words.first { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }.map(String.init)
    }
}

/// Images by their names.
enum ContainerImages {
    private static let stores: Set<String> = [
        "postgres", "postgresql", "postgis", "timescaledb", "mysql", "mariadb", "mongo", "redis", "valkey", "keydb",
        "memcached", "rabbitmq", "etcd", "minio", "elasticsearch", "opensearch", "clickhouse-server", "kafka",
        "zookeeper",
    ]

    /// Whether it is a store of data, which is no part of a release.
    static func isStore(_ image: String) -> Bool {
        let name = image.split(separator: "/").last?.split { $0 == ":" || $0 == "@" }.first
        return name.map { stores.contains(String($0)) } ?? false
    }
}
