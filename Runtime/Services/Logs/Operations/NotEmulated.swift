import JSON
import Wire

/// What a request asks for beyond what is emulated.
enum NotEmulated {
    /// Refuses a request that sets one of these members to more than nothing.
    static func refuse(_ input: JSON.Object, _ members: [String]) throws(AWSError) {
        for member in members {
            guard let value = input[member], ![.null, false, [], ""].contains(value) else { continue }
            throw .invalidParameter("Hearth does not emulate \(member)")
        }
    }
}
