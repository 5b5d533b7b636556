import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Removes a subscription; one that is not there is no error. A web server is told, and can restore it.
/// https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
struct Unsubscribe: DocumentChange<SNS> {
    static let input = Shape.structure([.optional("SubscriptionArn", .string())], java: "UnsubscribeInput")

    let call: RegionalCall
    private let isSigned: Bool

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let arn = call.text("SubscriptionArn") ?? ""
        guard !arn.isEmpty else { throw .invalid("SubscriptionArn Reason: no value for required parameter") }
        try call.checkARN("SubscriptionArn")
        guard let parts = ARN(arn), parts.service == "sns", parts.resource.contains(":") else {
            throw .invalid("SubscriptionId")
        }
        guard let key = call.resource("SubscriptionArn"), var found = documents[call.shelf(Kind.subscription), key]
        else { return [:] }
        if found["Guarded"] == true && !isSigned {
            throw .unauthenticated("Unsubscribe", call.arn(SNS.topic(ofSubscription: key)).description)
        }
        documents[call.shelf(Kind.subscription), key] = nil
        forgetOld(&documents)
        if ["http", "https"].contains(found.text("Protocol")), found["Pending"] != true {
            found["Token"] = .string(token)
            found["Removed"] = JSON(call.now.millisecondsSinceEpoch)
            documents[call.shelf(Kind.removedSubscription), key] = found
        }
        return [:]
    }

    /// Those whose tokens are good no more.
    private func forgetOld(_ documents: inout Documents) {
        let shelf = call.shelf(Kind.removedSubscription)
        for (key, document) in documents.all(shelf) where !document.canBeRestored(at: call.now) {
            documents[shelf, key] = nil
        }
    }

    /// A web server is told in the same transaction, and how it can come back.
    func perform(_ service: SNS, _ connection: Connection) throws -> [UInt8] {
        var documents = service.documents.current
        let reply = try change(&documents, service)
        try service.documents.write(documents, connection)
        if let key = call.resource("SubscriptionArn"),
            documents[call.shelf(Kind.removedSubscription), key]?["Token"] == .string(token),
            let topic = documents[call.shelf(Kind.topic), SNS.topic(ofSubscription: key)]
        {
            let (subscription, asker) = (call.arn(key), (call.arn(SNS.topic(ofSubscription: key)), topic))
            let question = Question.removal(of: subscription)
            promise.set(try service.ask(question, of: subscription, asker, token: token, call, connection))
        }
        return reply.bytes
    }

    func committed(_ service: SNS) {
        service.documentsChanged(service.documents.commit())
        service.outbox.send(promise.promise)
    }

    private let token: String
    private let promise = SentPromise()

    /// The address in messages is not signed: the subscription tells the region.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) {
        let subscription = input["SubscriptionArn"]?.stringValue.flatMap { ARN($0) }
        let scope = CredentialScope(headers)
        isSigned = scope != nil
        call = RegionalCall(input, region: scope?.region ?? subscription?.region, service.context)
        token = call.ids.hex(128)
    }

    init(call: RegionalCall) {
        self.call = call
        isSigned = true
        token = call.ids.hex(128)
    }
}
