import CatalogStores
import ProductCatalog

/// Tells those who have wished for it. A notice that comes twice is told once.
struct NoticeDesk: Sendable {
    let wishes: any WishStore
    let notices: any NoticeStore
    var now: @Sendable () -> Int = CatalogClock.now

    /// Returns how many users it has been told for the first time, now or in their next digest.
    func tell(_ notice: ProductNotice) async throws -> Int {
        var told = 0
        for wish in try await wishes.wishes(forProduct: notice.product_id) where wish.wants(notice) {
            let state: UserNotice.State = wish.delivery == .digest ? .waiting : .sent
            let delivery = try await notices.deliver(UserNotice(notice, for: wish.user_id, state, now: now()))
            if delivery != .duplicate { told += 1 }
        }
        return told
    }
}
