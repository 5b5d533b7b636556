import ProductCatalog

/// What became of a notice for a user.
package enum NoticeDelivery: String, Sendable, Hashable {
    case sent
    /// The user has had enough for this hour, or wants digests: it waits.
    case waiting
    /// It had been delivered before.
    case duplicate
}

/// The lists of what users have been told.
package protocol NoticeStore: Sendable {
    /// Puts a notice into the user's list once, however often it is delivered; one that is to be `sent` counts towards
    /// the user's budget, and waits when that is used up.
    func deliver(_ notice: UserNotice) async throws -> NoticeDelivery
    /// The newest ones first.
    func notices(ofUser id: String, limit: Int) async throws -> [UserNotice]
    /// What waits for the digest, in one of `shards` parts: whole users, in their order.
    func waiting(inShard shard: Int) async throws -> [UserNotice]
    /// Puts the digest of these notices of one user, up to fifty, into the list and marks them. Returns `false`, and has
    /// changed nothing, where one of them has been in a digest meanwhile.
    func digest(_ waiting: [UserNotice], now: Int) async throws -> Bool
}
