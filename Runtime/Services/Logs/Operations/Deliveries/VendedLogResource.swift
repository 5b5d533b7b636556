import JSON
import ServiceKit
import Wire

/// A kind of what describes the way of logs that other services hand over. All of it is kept and shown; nothing comes
/// that way, as none of the services that hand logs over is here.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
protocol VendedLogResource {
    /// As it stands in ARNs, and in the store.
    static var kind: String { get }
    /// As it stands in the names of actions.
    static var noun: String { get }
    /// As AWS's texts call it.
    static var title: String { get }
    static var plural: String { get }
    /// What requests name one by.
    static var key: String { get }
    /// Refuses to remove one that is in use.
    static func checkIsUnused(_ name: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError)
}

extension VendedLogResource {
    static var member: String { noun.prefix(1).lowercased() + noun.dropFirst() }
    static var key: String { "name" }
    static var keyShape: Shape { .string(length: 1...64) }
    static func checkIsUnused(_ name: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError) {}

    static func find(_ name: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let document = documents[call.shelf(kind), name] else { throw missing }
        return document
    }

    static var missing: AWSError {
        AWSError("ResourceNotFoundException", message: "Requested \(title) does not exist in this account.")
    }

    static func arn(_ name: String, _ call: RegionalCall) -> String {
        call.account.arn("logs", "\(kind):\(name)").description
    }

    static func reply(_ document: JSON.Object) -> JSON { .object(JSON.Object([(member, .object(document))])) }
}

/// `GetDelivery`, `GetDeliverySource` and `GetDeliveryDestination`.
struct GetVended<Resource: VendedLogResource>: DocumentQuery<Logs> {
    static var name: String { "Get\(Resource.noun)" }
    static var input: Shape { .request(name, [.required(Resource.key, Resource.keyShape)]) }

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Logs) throws(AWSError) -> JSON {
        Resource.reply(try Resource.find(call.text(Resource.key) ?? "", documents, call))
    }
}

/// `DescribeDeliveries`, `DescribeDeliverySources` and `DescribeDeliveryDestinations`.
struct DescribeVended<Resource: VendedLogResource>: DocumentQuery<Logs> {
    static var name: String { "Describe\(Resource.plural)" }
    static var input: Shape { .request(name, [.optional("nextToken", .token), .optional("limit", .pageLimit)]) }

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Logs) throws(AWSError) -> JSON {
        let all = documents.all(call.shelf(Resource.kind)).map { (name: $0.name, value: JSON.object($0.document)) }
        let (page, next) = try Page.of(all, limit: call["limit"]?.intValue ?? 50, token: call.text("nextToken"))
        let member = Resource.plural.prefix(1).lowercased() + Resource.plural.dropFirst()
        var reply = JSON.Object([(member, .array(page))])
        reply["nextToken"] = next.map { .string($0) }
        return .object(reply)
    }
}

/// `DeleteDelivery`, `DeleteDeliverySource` and `DeleteDeliveryDestination`.
struct DeleteVended<Resource: VendedLogResource>: DocumentChange<Logs> {
    static var name: String { "Delete\(Resource.noun)" }
    static var input: Shape { .request(name, [.required(Resource.key, Resource.keyShape)]) }

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let name = call.text(Resource.key) ?? ""
        _ = try Resource.find(name, documents, call)
        try Resource.checkIsUnused(name, documents, call)
        documents[call.shelf(Resource.kind), name] = nil
        return [:]
    }
}
