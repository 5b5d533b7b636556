import JSON
import Storage
import Time
import Wire

/// A service that keeps its resources as documents, by region.
package protocol DocumentService: AWSService {
    var documents: DocumentStore { get }

    /// Follows a change of the documents, on the writer's thread: what is made of them can be made anew.
    func documentsChanged()

    /// The same for who looks at nothing but what has changed.
    func documentsChanged(_ changes: Set<Documents.Key>)
}

extension DocumentService {
    package func documentsChanged(_ changes: Set<Documents.Key>) { documentsChanged() }
}

/// What somebody asks for, where and when. A client's region decides in which region it finds its resources.
package struct RegionalCall: Sendable {
    package var input: JSON.Object
    package var account: AWSAccount
    package var now: Timestamp
    package var ids: IDSource

    package init(_ input: JSON.Object, region: String? = nil, _ context: ServiceContext) {
        self.input = input
        account = AWSAccount(id: context.account.id, region: region ?? context.account.region)
        now = context.time.now
        ids = context.ids
    }

    package var region: String { account.region }

    package func shelf(_ kind: String) -> Documents.Shelf { .init(kind, region) }

    package subscript(name: String) -> JSON? { input[name]?.nonNull }

    package func text(_ name: String) -> String? { input[name]?.stringValue }
}

/// An action on documents.
package protocol DocumentOperation<Service>: Operation where Service: DocumentService {
    var call: RegionalCall { get }

    init(call: RegionalCall) throws(AWSError)
}

extension DocumentOperation {
    package init(_ input: JSON.Object, _ service: Service) throws(AWSError) {
        try self.init(call: RegionalCall(input, service.context))
    }

    package init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: Service) throws(AWSError) {
        let region = CredentialScope(headers)?.region
        try self.init(call: RegionalCall(input, region: region, service.context))
    }
}

/// An action that only looks.
package protocol DocumentQuery<Service>: DocumentOperation {
    func answer(_ documents: Documents, _ service: Service) throws(AWSError) -> JSON
}

extension DocumentQuery {
    package static var access: OperationAccess { .readOfOneRow }

    package func perform(_ service: Service, _ connection: Connection) throws -> [UInt8] {
        try answer(service.documents.current, service).bytes
    }
}

/// An action that changes resources: the change is a value's, the writing is done here.
package protocol DocumentChange<Service>: DocumentOperation {
    /// Changes `documents` and returns the reply. Throws before or after; nothing is kept then.
    func change(_ documents: inout Documents, _ service: Service) throws(AWSError) -> JSON
}

extension DocumentChange {
    package static var access: OperationAccess { .write(.alone) }

    package func perform(_ service: Service, _ connection: Connection) throws -> [UInt8] {
        var documents = service.documents.current
        let reply = try change(&documents, service)
        try service.documents.write(documents, connection)
        return reply.bytes
    }

    package func committed(_ service: Service) {
        service.documentsChanged(service.documents.commit())
    }
}
