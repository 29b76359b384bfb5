import Crypto
import RollbackCore

extension SchemaPlan {
    /// SHA-256 of what it does, in hexadecimal digits. A run's number is given again by a platform whose state was lost;
    /// together with this it is a run's own.
    package func key() throws -> String {
        var essence = self
        (essence.effects, essence.warnings) = ([], [])
        return SHA256.hash(data: try JSONText.data(essence)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
