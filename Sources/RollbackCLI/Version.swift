/// The program's version, in the journal of every run.
package enum Version {
    package static let text = "0.1.0"
}
