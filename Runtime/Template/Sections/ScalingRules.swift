import JSON
import Wire

/// What scalable targets and policies need beside themselves.
struct ScalingRules {
    let findings: Findings

    func check(_ application: Application) {
        let targets = application.eventRequests.filter { $0.action == "RegisterScalableTarget" }
        for target in targets { checkFunction(target, application) }
        for policy in application.eventRequests where policy.action == "PutScalingPolicy" {
            guard let id = policy.scalableTarget, !targets.contains(where: { $0.scalableTarget == id }) else {
                continue
            }
            findings.warning(
                policy.path,
                "the template has no AWS::ApplicationAutoScaling::ScalableTarget for \(id.resource)",
                remedy: "add one, or make sure that it is registered already"
            )
        }
    }

    /// A function of the template has the versions and aliases that the template says.
    private func checkFunction(_ target: Application.EventRequest, _ application: Application) {
        guard let (name, qualifier) = target.scalableTarget?.function,
            let function = application.functions.first(where: { $0.name == name })
        else { return }
        let versions = application.functionVersions.filter { $0.functionName == name }.map { "\($0.number)" }
        let aliases = application.functionAliases.filter { $0.functionName == name }.map(\.name)
        let published = function.autoPublishAlias.map { [$0, "1"] } ?? []
        guard !(versions + aliases + published).contains(qualifier) else { return }
        findings.error(
            target.path,
            "\(name) has no version or alias \(qualifier), whose provisioned concurrency is to be scaled",
            remedy: "give the function AutoPublishAlias: \(qualifier)"
        )
    }
}

extension Application.EventRequest {
    /// The target that a request to Application Auto Scaling is of.
    package var scalableTarget: ScalableTargetID? {
        guard service == .applicationAutoScaling else { return nil }
        return ScalableTargetID(of: { request[$0]?.stringValue })
    }
}
