import JSON
import ServiceKit
import Wire

/// What a queue is known by: each region that a client names has queues of its own.
struct QueueKey: Sendable, Hashable {
    var region: String
    var name: String

    /// `nil` for an ARN of another service or account.
    init?(_ arn: ARN, of account: AWSAccount) {
        guard arn.service == "sqs", arn.accountID == account.id else { return nil }
        self.init(region: arn.region, name: arn.resource)
    }

    init(region: String, name: String) {
        self.region = region
        self.name = name
    }
}

extension Queue {
    var key: QueueKey { QueueKey(region: arn.region, name: name) }
}

extension Operation where Service == SQS {
    /// The client's region and trace go with the members of the request.
    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SQS) throws(AWSError) {
        var input = input
        input[SQS.regionMember] = .string(service.region(headers))
        input[SQS.traceMember] = headers["X-Amzn-Trace-Id"].map { .string($0) }
        try self.init(input, service)
    }
}

extension SQS {
    /// No member of AWS's has this name; what a client writes there is replaced.
    fileprivate static let regionMember = "Hearth.Region"
    fileprivate static let traceMember = "Hearth.Trace"

    /// The region that a client has signed for; the account's, for one that has not signed.
    func region(_ headers: HTTPHeaders) -> String {
        CredentialScope(headers)?.region ?? context.account.region
    }

    /// The `X-Amzn-Trace-Id` with which a request came.
    func traceHeader(_ input: JSON.Object) -> String? { input[Self.traceMember]?.stringValue }

    /// The queue that a request's `QueueUrl` names. The request accesses it, whatever it asks for.
    func queueKey(_ input: JSON.Object) throws(AWSError) -> QueueKey {
        let url = input["QueueUrl"]?.stringValue ?? ""
        if url.isEmpty { throw .missing("QueueUrl") }
        guard let name = QueueName.inURL(url, of: context.account) else { throw .noSuchQueue }
        let key = QueueKey(region: input[Self.regionMember]?.stringValue ?? context.account.region, name: name)
        if let queue = catalogue[key] { isAccessed(queue) }
        return key
    }

    func queue(_ key: QueueKey) throws(AWSError) -> Queue {
        guard let queue = catalogue[key] else { throw .noSuchQueue }
        return queue
    }
}
