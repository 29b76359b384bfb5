import RollbackReporting
import Testing

@Suite struct SafeTextTests {
    @Test func escapeSequencesCannotSteerATerminal() {
        #expect(SafeText.oneLine("a\u{1B}[2Jb\u{9B}31mc\u{202E}d") == "a�[2Jb�31mc�d")
    }

    @Test func aSubjectCannotForgeLines() {
        #expect(SafeText.oneLine(" fix\r\n✓ healthy\tyes ") == "fix  ✓ healthy yes")
    }

    @Test func linesKeepTheirIndentation() {
        #expect(SafeText.lines("a\n  b\tc\r\nd\n\n") == ["a", "  b c", "d"])
    }

    @Test func wideCharactersTakeTwoColumns() {
        #expect(Columns.width("a日é") == 4)
        #expect(Columns.fitted("日本語", to: 5) == "日本…")
        #expect(Columns.fitted("abc", to: 3) == "abc")
        #expect(Columns.padded("日", to: 4) == "日  ")
    }
}
