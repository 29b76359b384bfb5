/// Takes user names and passwords out of addresses: package indexes are often reached with them.
enum CredentialMask {
    /// `https://user:secret@host/` becomes `https://[masked]@host/` (RFC 3986, 3.2.1).
    static func masked(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let mark = rest.firstRange(of: "://") {
            result += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let authority = rest.prefix { !$0.isWhitespace && !"/?#\"'<>".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                result += "[masked]"
                rest = rest[at...]
            }
        }
        return result + rest
    }
}
