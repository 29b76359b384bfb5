import RollbackSystem
import Testing

struct ProcSocketsTests {
    private static let rest = "00000000:00000000 00:00000000 00000000  1000        0"
    private let tcp = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F40 00000000:0000 0A \(rest) 5501 1 0 100 0 0 10 0
           1: 0100007F:1F41 0100007F:1F40 01 \(rest) 5502 1 0 20 4 30 10 -1
        """
    private let tcp6 = """
          sl  local_address                         remote_address                        st tx_queue
           0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A \(rest) 77 1 0 100
        """

    @Test func onlyListenersCount() {
        #expect(ProcSockets.listening(tcp) == [5501: 8000])
    }

    @Test func longAddressesAreRead() {
        #expect(ProcSockets.listening(tcp6) == [77: 80])
    }

    @Test(arguments: ["", "header only", "header\n0: x", "header\n 0: A:ZZZZ B:0 0A 0 0 0 0 0 5 1"])
    func oddTablesHoldNothing(text: String) {
        #expect(ProcSockets.listening(text) == [:])
    }

    @Test func socketLinksAreRecognised() {
        #expect(ProcSockets.inode(ofLink: "socket:[5501]".utf8) == 5501)
        #expect(ProcSockets.inode(ofLink: "pipe:[5501]".utf8) == nil)
        #expect(ProcSockets.inode(ofLink: "socket:[x]".utf8) == nil)
        #expect(ProcSockets.inode(ofLink: "socket:[12".utf8) == nil)
        #expect(ProcSockets.inode(ofLink: "socket:[]".utf8) == nil)
    }
}
