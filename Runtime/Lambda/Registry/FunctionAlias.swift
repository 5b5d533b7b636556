import JSON
import Wire

/// A name for a version of a function, or for two that share the invocations.
/// https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html
struct FunctionAlias: Sendable, Hashable {
    var name: String
    /// `$LATEST` or a number.
    var functionVersion: String
    var description = ""
    /// The share of the invocations, 0 to 1, that go to another version: one at most.
    var weights: [String: Double] = [:]
    var revisionID: String

    /// The version that an invocation goes to; `draw` is from 0 up to 1.
    func version(_ draw: Double) -> String {
        guard let (version, weight) = weights.first, draw < weight else { return functionVersion }
        return version
    }

    var stored: JSON {
        [
            "FunctionVersion": .string(functionVersion), "Description": .string(description),
            "RevisionId": .string(revisionID),
            "Weights": .object(JSON.Object(weights.map { ($0.key, JSON($0.value)) })),
        ]
    }

    init(name: String, functionVersion: String, revisionID: String) {
        self.name = name
        self.functionVersion = functionVersion
        self.revisionID = revisionID
    }

    init(stored json: JSON, name: String) {
        self.init(
            name: name,
            functionVersion: json["FunctionVersion"]?.stringValue ?? "$LATEST",
            revisionID: json["RevisionId"]?.stringValue ?? ""
        )
        description = json["Description"]?.stringValue ?? ""
        for weight in json["Weights"]?.objectValue?.members ?? [] {
            weights[weight.key] = weight.value.doubleValue
        }
    }

    /// As the API shows it.
    func json(of function: String, _ account: AWSAccount) -> JSON {
        var json = JSON.Object([
            ("AliasArn", .string(account.function(function, name).description)),
            ("Name", .string(name)), ("FunctionVersion", .string(functionVersion)),
            ("Description", .string(description)),
        ])
        if !weights.isEmpty {
            let all = JSON.Object(weights.map { ($0.key, JSON($0.value)) })
            json["RoutingConfig"] = ["AdditionalVersionWeights": .object(all)]
        }
        json["RevisionId"] = .string(revisionID)
        return .object(json)
    }
}
