import ProductCatalog

/// A notice in a user's list.
package struct UserNotice: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable {
        case sent
        /// For the next digest.
        case waiting
        /// Told in a digest.
        case digested
    }

    package var user_id: String
    /// The product notice's; of a digest, made from those in it.
    package var notice_id: String
    /// `price_dropped`, `rated_highly` or `digest`.
    package var notice: String
    package var product_id: String?
    package var text: String
    package var state: State
    /// Milliseconds since 1970.
    package var created_at: Int

    package init(_ notice: ProductNotice, for userID: String, _ state: State, now: Int) {
        user_id = userID
        notice_id = notice.id
        self.notice = notice.notice.rawValue
        product_id = notice.product_id
        text = notice.text
        self.state = state
        created_at = now
    }

    /// All that waits, told at once. The same notices make the same digest.
    package init?(digestOf waiting: [UserNotice], now: Int) {
        guard let first = waiting.first else { return nil }
        user_id = first.user_id
        notice_id = "digest#\(first.notice_id)"
        notice = "digest"
        text = waiting.map(\.text).joined(separator: "\n")
        state = .sent
        created_at = now
    }
}
