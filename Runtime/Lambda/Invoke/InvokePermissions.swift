import ServiceKit
import Synchronization
import Wire

/// Whether services may invoke functions, as the functions' resource policies say. An answer is kept until something is
/// said of functions anew.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
final class InvokePermissions: Sendable {
    private struct Question: Hashable {
        var function: String
        var qualifier: String?
        /// `nil` for anyone who calls the function's URL.
        var service: InvokingService?
    }

    private struct Answers {
        var generation = 0
        var refusals: [Question: AWSError?] = [:]
    }

    /// More are not kept: callers choose some of the methods and functions.
    private static let limit = 10_000

    private let settings: FunctionSettings
    private let account: AWSAccount
    private let note: @Sendable (String) -> Void
    private let answers = Mutex(Answers())

    /// `note` hears of every permission that is missing, once.
    init(_ settings: FunctionSettings, _ account: AWSAccount, note: @escaping @Sendable (String) -> Void) {
        self.settings = settings
        self.account = account
        self.note = note
    }

    /// What the caller gets who may not invoke the function.
    func refusal(of request: InvocationRequest) -> AWSError? {
        guard let service = request.service else { return nil }
        return refusal(Question(function: request.functionName, qualifier: request.qualifier, service: service))
    }

    /// Whether the policy lets anyone call a URL of `AuthType` `NONE`.
    /// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html#urls-auth-none
    func isPublic(_ function: String, _ qualifier: String?) -> Bool {
        refusal(Question(function: function, qualifier: qualifier, service: nil)) == nil
    }

    private func refusal(_ question: Question) -> AWSError? {
        let generation = settings.generation
        return answers.withLock { answers in
            if answers.generation != generation || answers.refusals.count >= Self.limit {
                answers = Answers(generation: generation)
            }
            if let known = answers.refusals[question] { return known }
            let refusal = evaluate(question)
            answers.refusals[question] = .some(refusal)
            return refusal
        }
    }

    private func evaluate(_ question: Question) -> AWSError? {
        let policy = settings.policy(of: question.function, question.qualifier)
        guard let service = question.service else { return evaluateURL(question, policy) }
        if policy.allowsInvoking(by: service, of: account.id) { return nil }
        let function = account.function(question.function, question.qualifier)
        note(
            "\(service.principal) may not invoke \(function) for \(service.sourceARN): the function has no permission "
                + "(AWS::Lambda::Permission, lambda add-permission) of this principal and source"
        )
        return AWSError(
            "AccessDeniedException",
            status: 403,
            message: "User: \(service.principal) is not authorized to perform: lambda:InvokeFunction on resource: "
                + "\(function) because no resource-based policy allows the lambda:InvokeFunction action"
        )
    }

    /// AWS asks for the second permission since October 2025, of accounts that had URLs then since November 2026. What has
    /// been recorded of it is older and does without, as do many templates and tests: they get a note.
    private func evaluateURL(_ question: Question, _ policy: ResourcePolicy) -> AWSError? {
        let function = account.function(question.function, question.qualifier)
        guard policy.allowsEveryone("lambda:InvokeFunctionUrl") else {
            note(
                "the URL of \(function) answers 403: its AuthType is NONE, and the function has no permission "
                    + "(AWS::Lambda::Permission, lambda add-permission) of action lambda:InvokeFunctionUrl, principal * and "
                    + "FunctionUrlAuthType NONE"
            )
            return AWSError("AccessDeniedException", status: 403, message: "Forbidden")
        }
        if !policy.allowsEveryone("lambda:InvokeFunction") {
            note(
                "the URL of \(function) answers 403 on AWS: the function has no "
                    + "permission of action lambda:InvokeFunction, principal * and InvokedViaFunctionUrl true"
            )
        }
        return nil
    }
}
