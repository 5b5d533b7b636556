import Endpoints
import ProductCatalog

extension ProductUpdate {
    /// What a message of the queue says, held to the same rules as a request. Throws `RequestError` that names what is
    /// wrong.
    init(message: String) throws {
        guard var form = Form(json: Array(message.utf8)) else {
            throw RequestError.malformed("The message is not a JSON object")
        }
        let (productID, eventID) = (form.id("product_id"), form.id("event_id"))
        let number = form.version(required: true)
        let fact: Fact? = form.choice("fact", required: true)
        _ = form.value("content", required: true)
        let content = fact.flatMap { fact in form.object("content") { $0.content(of: fact) } }
        try form.finish()
        guard let number, let content else { throw RequestError.malformed("The message tells no fact") }
        self.init(productID: productID, version: Version(number: number, eventID: eventID), content: content)
    }
}
