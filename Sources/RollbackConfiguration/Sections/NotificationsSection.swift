/// Whom to tell that a rollback happened.
struct NotificationsSection: Section {
    static let heading = "Notifications"
    static let file = ConfigurationFile.rollback
    static let path = "notifications"
    static let about = "Addresses may hold secrets; they are never printed."
    static let example = """
        "notifications": { "enabled": false, "webhooks": [], "email_recipients": [] }
        """

    static let enabled = Key("enabled", .flag, fallback: "`false`", "Whether anyone is told.")
    static let webhooks = Key("webhooks", .list(of: .secretText, secret: true), "Addresses that get a POST.")
    static let recipients = Key(
        "email_recipients", .list(of: .secretText, secret: true), "Addresses that get an e-mail.")
    static let keys: [any AnyKey] = [enabled, webhooks, recipients]

    init(_ reader: SectionReader) {
        _ = reader.value(Self.enabled)
        _ = reader.value(Self.webhooks)
        _ = reader.value(Self.recipients)
    }
}
