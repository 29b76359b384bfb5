/// What an expression says, as far as it says it by itself: nothing is computed.
indirect enum PythonValue: Hashable {
    case text(String)
    /// With its dots: `sa.Integer`, `None`.
    case name(String)
    case number
    case list([PythonValue])
    case call(PythonCall)
    case other

    init(_ tokens: ArraySlice<PythonToken>) {
        self = Self.literal(tokens) ?? Self.named(tokens) ?? Self.bracketed(tokens) ?? .other
    }

    var text: String? {
        switch self {
        case .text(let text): text
        // `op.f` marks a name that is complete, `sa.text` a piece of SQL: both are what they are given.
        case .call(let call) where ["f", "text"].contains(call.verb) && call.arguments.count == 1:
            call.positional.first?.text
        default: nil
        }
    }

    /// Nil: not said in so many words.
    var flag: Bool? {
        switch self {
        case .name("True"): true
        case .name("False"): false
        default: nil
        }
    }

    private static func literal(_ tokens: ArraySlice<PythonToken>) -> PythonValue? {
        let minus = PythonToken.symbol(UInt8(ascii: "-"))
        if tokens.elementsEqual([.number]) || tokens.elementsEqual([minus, .number]) { return .number }
        let texts = tokens.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return texts.isEmpty || texts.count != tokens.count ? nil : .text(texts.joined())
    }

    /// A dotted name, alone or with one pair of parentheses behind it.
    private static func named(_ tokens: ArraySlice<PythonToken>) -> PythonValue? {
        var rest = tokens
        var words: [String] = []
        while case .name(let word)? = rest.first {
            words.append(word)
            rest = rest.dropFirst()
            guard rest.first == .symbol(UInt8(ascii: ".")) else { break }
            rest = rest.dropFirst()
        }
        guard !words.isEmpty else { return nil }
        if rest.isEmpty { return .name(words.joined(separator: ".")) }
        guard let inner = inside(rest, UInt8(ascii: "("), UInt8(ascii: ")")) else { return nil }
        return .call(PythonCall(words, split(inner).map(PythonArgument.init)))
    }

    private static func bracketed(_ tokens: ArraySlice<PythonToken>) -> PythonValue? {
        if let inner = inside(tokens, UInt8(ascii: "["), UInt8(ascii: "]")) {
            return .list(split(inner).map(Self.init))
        }
        guard let inner = inside(tokens, UInt8(ascii: "("), UInt8(ascii: ")")) else { return nil }
        let parts = split(inner)
        let isTuple = parts.count != 1 || inner.last == .symbol(UInt8(ascii: ","))
        return isTuple ? .list(parts.map(Self.init)) : PythonValue(inner)
    }

    /// What stands between a bracket and its own closing one, where nothing follows that.
    private static func inside(
        _ tokens: ArraySlice<PythonToken>, _ open: UInt8, _ close: UInt8
    ) -> ArraySlice<PythonToken>? {
        guard tokens.first == .symbol(open), tokens.last == .symbol(close), tokens.count > 1 else { return nil }
        let inner = tokens.dropFirst().dropLast()
        var depth = 0
        for token in inner {
            depth += Self.depth(token)
            if depth < 0 { return nil }
        }
        return inner
    }

    private static func split(_ tokens: ArraySlice<PythonToken>) -> [ArraySlice<PythonToken>] {
        var parts: [ArraySlice<PythonToken>] = []
        var start = tokens.startIndex
        var depth = 0
        for index in tokens.indices {
            depth += Self.depth(tokens[index])
            guard depth == 0, tokens[index] == .symbol(UInt8(ascii: ",")) else { continue }
            parts.append(tokens[start..<index])
            start = index + 1
        }
        return start < tokens.endIndex ? parts + [tokens[start...]] : parts
    }

    private static func depth(_ token: PythonToken) -> Int {
        guard case .symbol(let symbol) = token else { return 0 }
        if "([{".utf8.contains(symbol) { return 1 }
        return ")]}".utf8.contains(symbol) ? -1 : 0
    }
}

/// A function called with its arguments.
struct PythonCall: Hashable {
    /// What it is called on: `op`, empty for a bare function.
    var subject: String
    var verb: String
    var arguments: [PythonArgument]

    init(_ words: [String], _ arguments: [PythonArgument]) {
        subject = words.dropLast().joined(separator: ".")
        verb = words.last ?? ""
        self.arguments = arguments
    }

    /// In front of the named ones.
    var positional: [PythonValue] { arguments.filter { $0.label == nil }.map(\.value) }
    /// Of the arguments that have a name.
    var labels: Set<String> { Set(arguments.compactMap(\.label)) }
    /// Some of its arguments are computed: `*columns`.
    var isOpen: Bool { labels.contains("*") }

    func named(_ label: String) -> PythonValue? { arguments.first { $0.label == label }?.value }

    /// An argument by its place, or by its name.
    func argument(_ place: Int, _ label: String) -> PythonValue? {
        positional.indices.contains(place) ? positional[place] : named(label)
    }
}

struct PythonArgument: Hashable {
    /// `*` for what is unpacked into several.
    var label: String?
    var value: PythonValue

    init(_ tokens: ArraySlice<PythonToken>) {
        if tokens.first == .symbol(UInt8(ascii: "*")) {
            (label, value) = ("*", .other)
        } else if case .name(let name)? = tokens.first, tokens.dropFirst().first == .symbol(UInt8(ascii: "=")),
            tokens.dropFirst(2).first != .symbol(UInt8(ascii: "="))
        {
            (label, value) = (name, PythonValue(tokens.dropFirst(2)))
        } else {
            (label, value) = (nil, PythonValue(tokens))
        }
    }
}
