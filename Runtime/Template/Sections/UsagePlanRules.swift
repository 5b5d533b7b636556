/// What API Gateway refuses of usage plans and API keys once it knows all of them.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-create-usage-plans.html
struct UsagePlanRules {
    let findings: Findings

    func check(_ application: Application) {
        checkKeys(application.apiKeys)
        for plan in application.usagePlans {
            for stage in plan.stages { check(stage, application.restAPIs) }
        }
        checkSharedStages(application)
    }

    private func checkKeys(_ keys: [Application.APIKey]) {
        var owners: [String: String] = [:]
        for key in keys {
            if let owner = owners[key.value] {
                findings.error(key.path / "Properties" / "Value", "API Key already exists: \(owner) has this value too")
            }
            owners[key.value] = owners[key.value] ?? key.logicalID
        }
    }

    private func check(_ stage: Application.UsagePlan.Stage, _ apis: [Application.RESTAPI]) {
        let stages = apis.filter { $0.id == stage.apiID }
        guard !stages.isEmpty else { return }
        guard let api = stages.first(where: { $0.stageName == stage.stageName }) else {
            return findings.error(
                stage.path / "Stage",
                "API Stage not found: \(stage.apiID):\(stage.stageName)",
                remedy: Spelling.remedy(for: stage.stageName, among: stages.map(\.stageName))
            )
        }
        let methods = api.methodKeys
        for key in stage.throttles.keys.sorted() where !methods.contains(key) {
            findings.error(
                stage.path / "Throttle" / key,
                "Invalid Method identifier: a path and a method of \(api.logicalID) is one, such as /books/{id}/GET",
                remedy: Spelling.remedy(for: key, among: methods)
            )
        }
    }

    /// A key opens a stage by one plan alone.
    private func checkSharedStages(_ application: Application) {
        var plans: [String: Application.UsagePlan] = [:]
        for plan in application.usagePlans {
            for (key, stage) in plan.keys.flatMap({ key in plan.stages.map { (key, $0) } }) {
                let use = "\(key)/\(stage.apiID)/\(stage.stageName)"
                if let other = plans[use], other.id != plan.id {
                    let name = application.apiKeys.first { $0.id == key }?.logicalID ?? key
                    findings.error(
                        stage.path,
                        "the key \(name) is in \(other.logicalID) too, which is for the same stage: a key is in one plan "
                            + "of a stage"
                    )
                }
                plans[use] = plans[use] ?? plan
            }
        }
    }
}

extension Application.RESTAPI {
    /// Of all its methods, such as `/books/{id}/GET`.
    fileprivate var methodKeys: [String] {
        let own: [any APIRoute] = routes + forwardedRoutes + mockMethods
        let preflight = cors == nil ? [] : Set(own.map(\.path)).map { "\($0)/OPTIONS" }
        return own.map { "\($0.path)/\($0.method)" } + preflight
    }
}
