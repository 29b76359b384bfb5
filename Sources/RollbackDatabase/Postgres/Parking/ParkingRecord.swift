/// What was parked, where, and how it comes back; kept in the database beside it.
struct ParkingRecord: Hashable, Codable, Sendable {
    /// Which of the plan's actions parked it.
    var action = 0
    var object: CatalogObject
    var place: CatalogObject
    /// In the transaction that brings it back, in order.
    var restore: [String]
    /// After that, in transactions of their own, because they read every row.
    var finish: [String]
    /// A column that had to have a value, and what rows get that were written without: SQL; nil: nobody knows.
    var required: Bool
    var fill: String?

    init(_ object: CatalogObject, at place: CatalogObject) {
        (self.object, self.place) = (object, place)
        (restore, finish, required, fill) = ([], [], false, nil)
    }
}
