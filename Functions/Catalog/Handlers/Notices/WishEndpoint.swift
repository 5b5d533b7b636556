import CatalogStores
import Endpoints
import LambdaEvents
import ProductCatalog

/// `POST /catalog/wishes` {product_id, notices, below, delivery, user_id}: registers what a reader wants to be told of a
/// product, in place of an older wish for it.
///
/// The reader is the one whom the token names; a `user_id` that is given must be the same.
struct WishEndpoint: Endpoint {
    let reader: ProductReader
    let wishes: any WishStore

    var status: HTTPStatus { .created }

    func answer(_ request: EndpointRequest) async throws -> Wish {
        var form = try Form(body: request)
        let userID = try request.reader(&form)
        let productID = form.id("product_id")
        let notices = form.notices()
        let below = form.integer("below", ProductLimits.amount)
        let delivery: Wish.Delivery = form.choice("delivery") ?? .immediate
        try form.finish()
        let read = try await reader.read([productID])
        guard read.unknown.isEmpty else { throw RequestError.notFound("There is no product \(productID)") }
        let wish = Wish(userID: userID, productID: productID, notices: notices, below: below, delivery: delivery)
        try await wishes.put(wish)
        return wish
    }
}

/// `GET /catalog/notices/{user_id}?limit`: what a reader has been told, newest first; for that reader's own token.
struct NoticesEndpoint: Endpoint {
    let notices: any NoticeStore

    struct Answer: Encodable {
        var user_id: String
        var notices: [UserNotice]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = Form(query: request)
        form.addPath("user_id", of: request)
        let id = try request.reader(&form)
        let limit = form.limit(default: 20, most: ProductLimits.page)
        try form.finish()
        return Answer(user_id: id, notices: try await notices.notices(ofUser: id, limit: limit))
    }
}

extension Form {
    /// Kinds of notices; all of them where it is not said.
    fileprivate mutating func notices() -> [ProductNotice.Kind] {
        let all = ProductNotice.Kind.allCases
        guard let value = value("notices", required: false) else { return all }
        let kinds: [ProductNotice.Kind?] =
            if case .list(let values) = value {
                values.map { if case .string(let text) = $0 { ProductNotice.Kind(rawValue: text) } else { nil } }
            } else {
                [nil]
            }
        guard !kinds.isEmpty, !kinds.contains(nil) else {
            fail("notices", because: "must be a list of \(all.map(\.rawValue).joined(separator: ", "))")
            return []
        }
        return kinds.compactMap { $0 }
    }
}
