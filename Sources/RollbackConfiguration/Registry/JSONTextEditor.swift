/// Changes single things in a JSON text that people wrote: every other byte, comments too, stays as it is.
struct JSONTextEditor: Sendable {
    /// The elements of an array or the members of an object, as places in the text.
    struct Items {
        let whole: Range<Int>
        let each: [Range<Int>]
        var close: Int { whole.upperBound - 1 }

        init(_ json: LocatedJSON) {
            whole = json.bytes
            switch json.value {
            case .array(let elements): each = elements.map(\.bytes)
            case .object(let members): each = members.map { $0.start..<$0.value.bytes.upperBound }
            default: each = []
            }
        }
    }

    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func replace(_ value: LocatedJSON, with new: WrittenJSON) {
        let layout = TextLayout(of: bytes)
        put(new.rendered(TextLines(bytes).indent(of: value.bytes.lowerBound), layout), value.bytes)
    }

    /// - Parameter index: its place among the items.
    mutating func insert(_ piece: (String?, TextLayout) -> String, at index: Int, in items: Items) {
        let layout = TextLayout(of: bytes)
        let lines = TextLines(bytes)
        let neighbour = items.each.isEmpty ? nil : items.each[max(0, index - 1)]
        let own = neighbour.map { lines.ownIndent(of: $0.lowerBound) }
        let indent = own ?? lines.indent(of: items.whole.lowerBound) + layout.unit
        let text = (indent.map { layout.newline + $0 } ?? "") + piece(indent, layout)
        guard index > 0, let before = neighbour else { return insertFirst(text, indent, layout, in: items) }
        insert(text, isInline: indent == nil, after: before, in: items)
    }

    private mutating func insertFirst(_ text: String, _ indent: String?, _ layout: TextLayout, in items: Items) {
        let lines = TextLines(bytes)
        let start = items.whole.lowerBound + 1
        guard let first = items.each.first else {
            let outer = lines.indent(of: items.whole.lowerBound)
            if lines.areBlank(start..<items.close) {
                return put(text + layout.newline + outer, start..<items.close)
            }
            let end = lines.restOfLine(after: start, before: items.close)
            return put(end == nil ? text + layout.newline + outer : text, at: end ?? start)
        }
        if indent == nil { return put(text + ", ", at: first.lowerBound) }
        // A remark behind the bracket stays there, and one above the first item stays with it.
        put(text + ",", at: lines.restOfLine(after: start, before: first.lowerBound) ?? start)
    }

    private mutating func insert(_ text: String, isInline: Bool, after item: Range<Int>, in items: Items) {
        let lines = TextLines(bytes)
        let text = isInline ? " " + text : text
        let next = lines.significant(after: item.upperBound)
        let comma = next < bytes.count && bytes[next] == Byte.comma
        let anchor = comma ? next + 1 : item.upperBound
        let place = isInline ? anchor : lines.restOfLine(after: anchor, before: items.close) ?? anchor
        put(comma ? text + "," : text, at: place)
        if !comma { put(",", at: item.upperBound) }
    }

    /// Takes an item out with its comma, and the lines that it leaves empty. Comments beside it stay.
    mutating func remove(_ index: Int, of items: Items) {
        let lines = TextLines(bytes)
        let item = items.each[index]
        let next = lines.significant(after: item.upperBound)
        var cuts = [lines.whole(item)]
        if next < bytes.count, bytes[next] == Byte.comma {
            let isNear = lines.areBlank(item.upperBound..<next)
            cuts = isNear ? [lines.whole(item.lowerBound..<next + 1)] : [lines.whole(item), next..<next + 1]
        } else if index > 0 {
            let comma = lines.significant(after: items.each[index - 1].upperBound)
            let isNear = lines.areBlank(comma + 1..<item.lowerBound)
            cuts = isNear ? [comma..<item.upperBound] : [comma..<comma + 1, lines.whole(item)]
        }
        for cut in cuts.reversed() { bytes.removeSubrange(cut) }
    }

    private mutating func put(_ text: String, _ range: Range<Int>) { bytes.replaceSubrange(range, with: text.utf8) }
    private mutating func put(_ text: String, at place: Int) { put(text, place..<place) }
}
