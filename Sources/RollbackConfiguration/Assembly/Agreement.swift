/// Two files may say the same thing; they may not say different things.
enum Agreement {
    static func value<Value: Equatable>(_ first: Located<Value>?, _ second: Located<Value>?, _ findings: Findings)
        -> Value?
    {
        if let first, let second, first.value != second.value {
            findings.problem(second.place, "\(second.value) here, but \(first.value) in \(first.place.short)")
        }
        return first?.value ?? second?.value
    }
}
