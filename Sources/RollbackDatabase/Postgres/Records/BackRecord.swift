/// What the way forward needs to know of the way back, beside what is parked.
struct BackRecord: Codable, Sendable {
    /// The ledger's rows that are gone, whole, as JSON.
    var goneRows: [String]
    /// The plan's actions that dropped something.
    var dropped: [Int]
    /// What the way back did to the catalog.
    var difference: CatalogDifference
}
