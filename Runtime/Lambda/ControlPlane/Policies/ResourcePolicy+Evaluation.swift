import JSON
import Wire

/// What a policy lets services do. Statements allow: `AddPermission` makes no others.
extension ResourcePolicy {
    /// `account`: whose resources invoke the function.
    func allowsInvoking(by service: InvokingService, of account: String) -> Bool {
        statements.contains { statement in
            Self.isFor(service, statement["Principal"]) && Self.isForInvoking(statement["Action"])
                && Self.holds(statement["Condition"], service, account)
        }
    }

    private static func isFor(_ service: InvokingService, _ value: JSON?) -> Bool {
        if value == "*" { return true }
        guard let principal = value?["Service"]?.stringValue else { return false }
        return principal == service.principal || principal == service.regionalPrincipal
    }

    /// Whether anyone may do this by the URL of a function that has `AuthType` `NONE`.
    func allowsEveryone(_ action: String) -> Bool {
        statements.contains { statement in
            let principal = statement["Principal"]
            return (principal == "*" || principal?["AWS"] == "*")
                && [action.lowercased(), "lambda:*", "*"].contains(statement["Action"]?.stringValue?.lowercased())
                && Self.holdsForURL(statement["Condition"])
        }
    }

    private static func holdsForURL(_ condition: JSON?) -> Bool {
        (condition?.objectValue?.members ?? []).allSatisfy { test in
            (test.value.objectValue?.members ?? []).allSatisfy { wanted in
                switch (test.key, wanted.key) {
                case ("StringEquals", "lambda:FunctionUrlAuthType"): wanted.value == "NONE"
                case ("Bool", "lambda:InvokedViaFunctionUrl"): wanted.value == "true"
                default: false
                }
            }
        }
    }

    private static func isForInvoking(_ action: JSON?) -> Bool {
        ["lambda:invokefunction", "lambda:*", "*"].contains(action?.stringValue?.lowercased())
    }

    /// Of what a service tells, conditions can ask for the source and its account; others do not hold.
    private static func holds(_ condition: JSON?, _ service: InvokingService, _ account: String) -> Bool {
        (condition?.objectValue?.members ?? []).allSatisfy { test in
            (test.value.objectValue?.members ?? []).allSatisfy { wanted in
                switch (test.key, wanted.key) {
                case ("ArnLike", "AWS:SourceArn"): isLike(wanted.value.stringValue ?? "", service.sourceARN)
                case ("StringEquals", "AWS:SourceAccount"): wanted.value.stringValue == account
                default: false
                }
            }
        }
    }

    /// Compares the six parts of ARNs, each by wildcards.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    private static func isLike(_ pattern: String, _ arn: String) -> Bool {
        func parts(_ text: String) -> [Substring] {
            text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        }
        let (patterns, texts) = (parts(pattern), parts(arn))
        return patterns.count == texts.count
            && zip(patterns, texts).allSatisfy { Wildcards.match(Array($0.utf8), Array($1.utf8)) }
    }
}

extension InvokingService {
    /// The same principal under the name that it has in a region, as `logs.us-east-1.amazonaws.com`.
    fileprivate var regionalPrincipal: String? {
        guard let dot = principal.firstIndex(of: "."), let region = ARN(sourceARN)?.region, !region.isEmpty else {
            return nil
        }
        return "\(principal[..<dot]).\(region)\(principal[dot...])"
    }
}
