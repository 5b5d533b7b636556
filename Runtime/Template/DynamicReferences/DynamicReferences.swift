/// Replaces the dynamic references in the properties of resources, once functions such as `Fn::Sub` have done their
/// work: what they make may hold references, what references stand for holds none.
final class DynamicReferences {
    private let secrets: Secrets
    private let findings: Findings
    private var count = 0

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    private static let limit = 60

    /// Where secure parameters may stand. The others are refused by CloudFormation.
    ///
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html
    private static let placesForSecureParameters: Set<String> = [
        "AWS::DirectoryService::MicrosoftAD/Properties/Password",
        "AWS::DirectoryService::SimpleAD/Properties/Password",
        "AWS::ElastiCache::ReplicationGroup/Properties/AuthToken",
        "AWS::IAM::User/Properties/LoginProfile/Password",
        "AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password",
        "AWS::OpsWorks::App/Properties/AppSource/Password",
        "AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password",
        "AWS::OpsWorks::Stack/Properties/RdsDbInstances/DbPassword",
        "AWS::RDS::DBCluster/Properties/MasterUserPassword",
        "AWS::RDS::DBInstance/Properties/MasterUserPassword",
        "AWS::Redshift::Cluster/Properties/MasterUserPassword",
    ]

    init(_ secrets: Secrets, _ findings: Findings) {
        self.secrets = secrets
        self.findings = findings
    }

    /// The value with its references replaced; unresolved, and a complaint, where one cannot be. `place` is the type of
    /// the resource and the names of its members down to the value.
    func replace(in value: TemplateValue, at place: String) -> TemplateValue {
        switch value.content {
        case .string(let text) where text.contains(DynamicReference.opening):
            return replace(in: text, of: value, at: place)
        case .array(let elements):
            return TemplateValue(value.path, .array(elements.map { replace(in: $0, at: place) }))
        case .object(let members):
            let replaced: [TemplateValue.Member] = members.map {
                .init(key: $0.key, value: replace(in: $0.value, at: "\(place)/\($0.key)"))
            }
            return TemplateValue(value.path, .object(replaced))
        case .null, .bool, .number, .string, .unresolved:
            return value
        }
    }

    private func replace(in text: String, of value: TemplateValue, at place: String) -> TemplateValue {
        var result = ""
        var isWhole = true
        for part in DynamicReference.parts(of: text) {
            switch part {
            case .text(let literal): result += literal
            case .reference(let reference):
                do throws(DynamicReference.Mistake) {
                    result += try self.value(of: reference.get(), usedAt: value.path, place)
                } catch {
                    findings.error(value.path, error.message, remedy: error.remedy)
                    isWhole = false
                }
            }
        }
        return TemplateValue(value.path, isWhole ? .string(result) : .unresolved)
    }

    private func value(
        of reference: DynamicReference,
        usedAt path: JSONPath,
        _ place: String
    ) throws(DynamicReference.Mistake) -> String {
        countOne(path)
        if case .parameter(_, _, isSecure: true) = reference.target, !Self.placesForSecureParameters.contains(place) {
            throw .init(
                message: "SSM Secure reference is not supported in: [\(place)]",
                remedy: "keep the value in Secrets Manager: {{resolve:secretsmanager:…}}"
            )
        }
        let value = try secrets.value(of: reference)
        findings.conceal(value, behind: reference.text)
        if reference.isSecret, place.hasPrefix(Self.outputs) {
            throw .init(message: "\(reference.text): a secret cannot be an output, which everybody may see")
        }
        if reference.isSecret, !Self.isHidden(place) {
            findings.warning(path, "a secret is no secret here: Hearth and AWS show \(place)")
        }
        return value
    }

    static let outputs = "Outputs"

    /// What is handed to functions and servers only.
    private static func isHidden(_ place: String) -> Bool {
        place.contains("/Properties/Environment/Variables/") || placesForSecureParameters.contains(place)
    }

    private func countOne(_ path: JSONPath) {
        count += 1
        guard count == Self.limit + 1 else { return }
        findings.warning(path, "AWS will refuse to deploy this: it has more than \(Self.limit) dynamic references")
    }
}
