import Wire

/// The condition that a policy is still as the caller knows it.
enum PolicyRevision {
    static func check(_ expected: String?, _ policy: PolicyStore.Policy?) throws(AWSError) {
        guard let expected, expected != policy?.revision else { return }
        throw AWSError(
            "OperationAbortedException",
            message: "The expected revision ID does not match the current revision ID of the policy."
        )
    }
}
