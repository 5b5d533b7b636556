import Wire

/// Names of actions, as AWS makes them up: a verb and what it is about, as in `PutTransformer`.
enum ActionName {
    /// Those with which the names of these services' actions begin, after botocore's models.
    private static let verbs: Set = [
        "Accept", "Activate", "Add", "Associate", "Assume", "Attach", "Batch", "Cancel", "Change", "Check", "Confirm",
        "Create", "Deactivate", "Deauthorize", "Decode", "Delete", "Deregister", "Describe", "Detach", "Disable",
        "Disassociate", "Enable", "Execute", "Export", "Filter", "Generate", "Get", "Import", "Label", "List", "Modify",
        "Opt", "Publish", "Purge", "Put", "Query", "Receive", "Register", "Reject", "Remove", "Replicate", "Reset",
        "Restore", "Resume", "Resync", "Rotate", "Scan", "Send", "Set", "Simulate", "Start", "Stop", "Subscribe", "Tag",
        "Terminate", "Test", "Transact", "Unlabel", "Unsubscribe", "Untag", "Update", "Upload", "Validate", "Verify",
    ]

    /// Whether a service of AWS may well have an action of this name: who asks for it is told that it is not emulated,
    /// where AWS has another text for nonsense.
    static func isLikely(_ name: String) -> Bool {
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ $0.isLetter || $0.isDigit }) else { return false }
        let verb = name.utf8.prefix(1) + name.utf8.dropFirst().prefix { $0.isSmallLetter }
        return verb.count < name.utf8.count && verbs.contains(String(decoding: verb, as: UTF8.self))
    }
}
