/// How long something is waited for that does not move.
///
/// CloudFormation tells of every resource that begins and ends; a custom resource may take an hour in between.
package struct Patience {
    private var state: String?
    private var since = Duration.zero

    package init() {}

    /// Throws when nothing has happened for too long: `status` is of the stack or the change set, `lastEvent` the newest,
    /// `now` the time since the beginning.
    package mutating func check(
        _ name: String,
        status: String,
        lastEvent: String? = nil,
        at now: Duration,
        _ lookAt: () -> String
    ) throws(DeploymentError) {
        let seen = "\(status) \(lastEvent ?? "")"
        if seen != state { (state, since) = (seen, now) }
        let limit = Self.limit(status)
        guard now - since >= limit else { return }
        let minutes = limit.components.seconds / 60
        throw DeploymentError(
            "\(name) is \(status), and nothing has happened for \(minutes) minutes: it is not waited for any longer; "
                + "`\(lookAt())` tells how it goes on"
        )
    }

    /// What has not begun after minutes never will.
    private static func limit(_ status: String) -> Duration {
        ["REVIEW_IN_PROGRESS", "CREATE_PENDING"].contains(status) ? .seconds(300) : .seconds(7_200)
    }
}
