import RollbackCore

extension KnownGoodEntry {
    /// In the order that people write it in. What keeps it from being a target stands right behind the hash: the scripts
    /// that work without this program read an entry line by line.
    func written(note: String?) -> WrittenJSON {
        var members: [WrittenJSON.Member] = [("hash", .text(hash))]
        members += (mark?.kinds ?? []).map { ($0.rawValue, .flag(true)) }
        members += mark?.reason.map { [("reason", .text($0))] } ?? []
        if !verified { members.append(("verified", .flag(false))) }
        members += date.map { [("date", .text($0))] } ?? []
        members += description.map { [("description", .text($0))] } ?? []
        if verified { members.append(("verified", .flag(true))) }
        if !servicesTested.isEmpty { members.append(("services_tested", .list(servicesTested.map(WrittenJSON.text)))) }
        members += note.map { [("notes", .text($0))] } ?? []
        members += evidence.map { [("evidence", $0.written)] } ?? []
        return .object(members)
    }
}

extension ReleaseEvidence {
    fileprivate var written: WrittenJSON {
        var members: [WrittenJSON.Member] = []
        let facts = [("checked_at", checkedAt), ("actor", actor), ("verified_by", verifiedBy)]
        for case (let key, let text?) in facts { members.append((key, .text(text))) }
        if let uptimeHours { members.append(("uptime_hours", .number(uptimeHours))) }
        let checks = checks.map {
            WrittenJSON.object([("name", .text($0.name)), ("verdict", .text($0.verdict.rawValue))])
        }
        members += [("checks", .list(checks)), ("tests", .list(tests.map(WrittenJSON.text)))]
        return .object(members)
    }
}
