import ColdStart
import JSON
import Simulator
import Template
import Wire

// MARK: - Queues and streams

extension TrafficScenario {
    mutating func add(queue asked: Traffic.Source) throws(CommandError) {
        guard let queue = application.queues.first(where: { $0.name == asked.name || $0.logicalID == asked.name }),
            let mapping = mapping(where: { $0 == queue.arn.description })
        else { throw CommandError("the template has no function that takes messages of a queue \(asked.name)") }
        guard !queue.name.hasSuffix(".fifo") else {
            throw CommandError("\(queue.path): message groups of FIFO queues are not simulated")
        }
        var workload = try workload(asked, mapping)
        var scaling = PollerScaling()
        scaling.maximum = mapping.request["ScalingConfig"]?["MaximumConcurrency"]?.intValue ?? scaling.maximum
        let (size, window) = (mapping.request["BatchSize"]?.intValue ?? 10, window(of: mapping))
        workload.front = .queue(scaling, batchSize: size, window: window)
        let visibility = queue.attributes["VisibilityTimeout"].flatMap(Double.init) ?? 30
        workload.redelivery = Redelivery(visibilityTimeout: visibility, maximumAttempts: Self.maximumReceives(queue))
        if mapping.request["FunctionResponseTypes"]?.arrayValue?.isEmpty == false {
            (workload.redelivery.itemErrorRate, workload.errorRate) = (workload.errorRate, 0)
        }
        let delay = queue.attributes["DelaySeconds"].flatMap(Double.init) ?? 0
        if delay > 0 { warn(queue.path / "Properties" / "DelaySeconds", "the delay of messages is not simulated") }
        try add(workload, asked)
    }

    mutating func add(stream asked: Traffic.Source) throws(CommandError) {
        guard let table = application.tables.first(where: { $0.name == asked.name || $0.logicalID == asked.name }),
            let mapping = mapping(where: { $0.hasPrefix("\(table.arn)/stream/") })
        else { throw CommandError("the template has no function that takes records of a table \(asked.name)") }
        var workload = try workload(asked, mapping)
        let factor = mapping.request["ParallelizationFactor"]?.intValue ?? 1
        workload.front = .stream(
            StreamConcurrency(shards: asked.shards, parallelizationFactor: factor),
            batchSize: mapping.request["BatchSize"]?.intValue ?? 100,
            window: window(of: mapping)
        )
        if let retries = mapping.request["MaximumRetryAttempts"]?.intValue, retries >= 0 {
            workload.redelivery.maximumAttempts = retries + 1
        }
        for name in ["BisectBatchOnFunctionError", "TumblingWindowInSeconds", "MaximumRecordAgeInSeconds"]
        where mapping.request[name] != nil {
            warn(mapping.path / name, "\(name) is not simulated")
        }
        if asked.errorRate > 0, mapping.request["FunctionResponseTypes"]?.arrayValue?.isEmpty == false {
            warn(mapping.path / "FunctionResponseTypes", "batches are simulated as failing whole")
        }
        try add(workload, asked)
    }

    private func mapping(where isOf: (String) -> Bool) -> Application.EventSourceMapping? {
        application.eventSourceMappings.first { $0.request["EventSourceArn"]?.stringValue.map(isOf) ?? false }
    }

    private func window(of mapping: Application.EventSourceMapping) -> Double {
        mapping.request["MaximumBatchingWindowInSeconds"]?.doubleValue ?? 0
    }

    /// The function behind a mapping, with what comes through the mapping's filters.
    private mutating func workload(
        _ asked: Traffic.Source,
        _ mapping: Application.EventSourceMapping
    ) throws(CommandError) -> Workload {
        if mapping.request["Enabled"]?.boolValue == false {
            throw CommandError("\(mapping.path / "Enabled"): nothing takes what \(asked.name) holds")
        }
        let isFiltered = mapping.request["FilterCriteria"]?["Filters"]?.arrayValue?.isEmpty == false
        guard !isFiltered || asked.passing != nil else {
            throw CommandError(
                "\(mapping.path / "FilterCriteria"): say with \"passing\" what share of \(asked.name) the filters let through"
            )
        }
        guard isFiltered || asked.passing == nil else {
            throw CommandError("\(asked.name) has \"passing\" in the traffic file, and no filters in the template")
        }
        let (name, qualifier) = Self.function(mapping.request["FunctionName"]?.stringValue ?? "")
        var workload = try workload(name, qualifier, asked.handler)
        let passing = asked.passing ?? 1
        workload.arrivals = traffic.arrivals(share: asked.perRequest * passing)
        workload.messagesSent = passing > 0 ? 1 / passing : 1
        workload.errorRate = asked.errorRate
        return workload
    }

    private mutating func add(_ workload: Workload, _ asked: Traffic.Source) throws(CommandError) {
        guard !workloads.contains(where: { $0.name == workload.name }) else {
            throw CommandError(
                "\(workload.name) is reached by more than one way, which is not simulated with \(asked.name)"
            )
        }
        guard asked.errorRate < 1 || workload.redelivery.maximumAttempts != nil else {
            throw CommandError("\(asked.name): with errorRate 1 and no limit of attempts the same is tried for ever")
        }
        workloads.append(workload)
    }

    private static func maximumReceives(_ queue: Application.Queue) -> Int? {
        let policy = queue.attributes["RedrivePolicy"].flatMap { try? JSON(parsing: $0) }
        guard let count = policy?["maxReceiveCount"] else { return nil }
        return count.intValue ?? count.stringValue.flatMap { Int($0) }
    }

    /// Of a name, `name:alias` or an ARN.
    private static func function(_ text: String) -> (name: String, qualifier: String?) {
        let parts = text.split(separator: ":").map(String.init)
        let own = parts.first == "arn" ? parts.dropFirst(6) : parts[...]
        return (own.first ?? text, own.count > 1 ? own.last : nil)
    }
}
