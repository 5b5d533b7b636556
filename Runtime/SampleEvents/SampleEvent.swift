/// One kind of event that AWS sends to functions, as a document with values to fill in.
///
/// `service` and `name` are what `sam local generate-event` calls it, and so are its parameters.
package struct SampleEvent: Sendable {
    package struct Parameter: Sendable, Hashable {
        /// The flag without its dashes.
        package var name: String
        package var defaultValue: String

        init(_ name: String, _ defaultValue: String) {
            self.name = name
            self.defaultValue = defaultValue
        }
    }

    package var service: String
    package var name: String
    /// What the event tells, for lists.
    package var summary: String
    package var parameters: [Parameter]
    /// JSON in which `Rendering` fills in the parameters.
    var document: String

    init(_ service: String, _ name: String, _ summary: String, _ parameters: [Parameter], _ document: String) {
        self.service = service
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.document = document
    }

    /// An event without parameters.
    init(_ service: String, _ name: String, _ summary: String, _ document: String) {
        self.init(service, name, summary, [], document)
    }

    /// All kinds, those of a service together, services in alphabetical order.
    package static let all: [SampleEvent] =
        alb + alexaSkillsKit + alexaSmartHome + apiGateway + appSync + batch + cloudFormation + cloudFront
        + cloudWatch + codeCommit + codePipeline + cognito + config + connect + dynamoDB + kinesis + lex + lexV2
        + rekognition + s3 + sageMaker + ses + sns + sqs + stepFunctions + workMail

    /// Each service once, in order.
    package static let services = all.map(\.service).reduce(into: [String]()) { services, service in
        if services.last != service { services.append(service) }
    }

    /// The kinds of one service; none where there is no such service.
    package static func events(of service: String) -> [SampleEvent] { all.filter { $0.service == service } }
}

extension SampleEvent.Parameter {
    static let accountID = Self("account-id", "000000000000")
    static let partition = Self("partition", "aws")
    static let region = Self("region", "us-east-1")
    /// Where an event names resources by ARN.
    static let arn = [partition, region, accountID]
    static let body = Self("body", #"{"title":"Middlemarch"}"#)
}
