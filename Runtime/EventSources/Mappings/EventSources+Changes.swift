import JSON
import Lambda
import ServiceKit
import Storage
import Time
import Wire

/// How mappings come about and change.
extension EventSources {
    typealias Completion = @Sendable (Result<EventSourceMapping, any Error>) -> Void

    /// Makes a mapping; `completion` gets it when it is stored and runs. `request` has the shape of
    /// `CreateEventSourceMapping`.
    func create(_ request: JSON.Object, logicalID: String? = nil, completion: @escaping Completion) {
        do throws(AWSError) {
            let mapping = try rulesOfNew.mapping(
                request,
                uuid: context.ids.uuid(),
                logicalID: logicalID,
                at: context.time.now
            )
            begin(mapping, request["StartingPosition"]?.stringValue == "LATEST", completion)
        } catch {
            completion(.failure(error))
        }
    }

    private var rulesOfNew: NewMappingRules {
        NewMappingRules(account: context.account, queues: queues) { [lambda] name throws(AWSError) in
            try lambda.target(name).map { ($0.arn, $0.timeout) }
        }
    }

    /// Looks where a stream is to be read from, and stores the mapping.
    private func begin(_ mapping: EventSourceMapping, _ isLatest: Bool, _ completion: @escaping Completion) {
        guard mapping.kind == .stream else { return add(mapping, [:], completion) }
        streams.shards(of: mapping.source) { [self] result in
            switch result {
            case .failure:
                completion(.failure(AWSError.invalidParameter("Stream not found: \(mapping.source)")))
            case .success(let shards):
                let checkpoints = Dictionary(
                    isLatest
                        ? shards.enumerated().map { index, shard in
                            let checkpoint = ShardCheckpoint(
                                sequenceNumber: shard.lastSequenceNumber,
                                isFinished: index < shards.count - 1
                                    && shards.contains { $0.parentID == shard.id }
                            )
                            return (shard.id, checkpoint)
                        } : []
                ) { first, _ in first }
                add(mapping, checkpoints, completion)
            }
        }
    }

    private func add(
        _ mapping: EventSourceMapping,
        _ checkpoints: [String: ShardCheckpoint],
        _ completion: @escaping Completion
    ) {
        context.database.write { [self] connection in
            try checkIsOnly(mapping, connection)
            try MappingStore.save(mapping, connection)
            for (shard, checkpoint) in checkpoints {
                try MappingStore.save(checkpoint, shard: shard, of: mapping.uuid, connection)
            }
        } completion: { [self] result in
            if case .success = result { run(mapping, checkpoints) }
            completion(result.map { _ in mapping })
        }
    }

    /// Throws AWS's error where another mapping joins the same source and function. One that is being deleted stands in
    /// the way of callers until it is gone, and not in that of the template.
    private func checkIsOnly(_ mapping: EventSourceMapping, _ connection: Connection) throws {
        guard let other = try MappingStore.mapping(from: mapping.source, to: mapping.functionARN, connection),
            other.uuid != mapping.uuid
        else { return }
        let isInTheWay = mapping.logicalID == nil ? !other.isGone(at: context.time.now) : other.change != .deleting
        guard !isInTheWay else { throw AWSError.duplicateMapping(mapping, other.uuid) }
        try MappingStore.delete(other.uuid, connection)
    }

    /// Changes a mapping; it goes on where it stood. What `request` does not have stays as it is or, for a template, which
    /// waits for no other change, becomes what it is by default.
    func update(
        _ uuid: String,
        _ request: JSON.Object,
        byTemplate: Bool = false,
        completion: @escaping Completion
    ) {
        guard entry(uuid) != nil else { return completion(.failure(AWSError.noSuchMapping)) }
        context.database.write { [self] connection in
            guard let former = try MappingStore.mapping(uuid, connection) else { throw AWSError.noSuchMapping }
            if !byTemplate { try former.checkIsSettled(at: context.time.now, to: "update") }
            let mapping = try changed(former, request, byTemplate)
            try checkIsOnly(mapping, connection)
            try MappingStore.save(mapping, connection)
            return (mapping, try MappingStore.checkpoints(of: uuid, connection))
        } completion: { [self] (result: Result<(EventSourceMapping, [String: ShardCheckpoint]), any Error>) in
            if case .success(let (mapping, checkpoints)) = result { run(mapping, checkpoints) }
            completion(result.map(\.0))
        }
    }

    private func changed(
        _ former: EventSourceMapping,
        _ request: JSON.Object,
        _ byTemplate: Bool
    ) throws(AWSError) -> EventSourceMapping {
        var mapping = former
        if byTemplate {
            mapping.settings = MappingShapes.defaults(of: mapping.kind)
            for name in ["StartingPosition", EventSourceMapping.tags] {
                mapping.settings[name] = request[name]?.nonNull ?? former.settings[name]
            }
            mapping.isEnabled = true
        }
        let rules = MappingRules(kind: mapping.kind, source: mapping.source)
        try rules.checkMembers(request)
        if request["FunctionName"]?.nonNull != nil { mapping.functionARN = try rulesOfNew.target(request).arn }
        for name in MappingShapes.settings(of: mapping.kind) {
            if let value = request[name]?.nonNull { mapping.settings[name] = value }
        }
        let timeout = try lambda.target(mapping.functionARN.description)?.timeout ?? .zero
        let queue = mapping.kind == .queue ? queues.attributes(of: mapping.source) : nil
        try rules.check(mapping.settings, timeout: timeout, queue: queue)
        mapping.isEnabled = request["Enabled"]?.boolValue ?? mapping.isEnabled
        mapping.lastModified = context.time.now
        mapping.change = byTemplate ? nil : mapping.change(since: former)
        return mapping
    }

    /// Changes the tags of a mapping, which goes on undisturbed.
    func tag(
        _ uuid: String,
        _ change: @escaping @Sendable (inout JSON.Object) throws(AWSError) -> Void,
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        context.database.write { connection in
            guard var mapping = try MappingStore.mapping(uuid, connection) else { throw AWSError.noSuchMapping }
            var tags = mapping.tags
            try change(&tags)
            mapping.settings[EventSourceMapping.tags] = .object(tags)
            try MappingStore.save(mapping, connection)
            return mapping
        } completion: { [self] (result: Result<EventSourceMapping, any Error>) in
            if case .success(let mapping) = result { show(mapping) }
            completion(result.map { _ in })
        }
    }

    /// Ends a mapping; it is shown until the change is over.
    func delete(_ uuid: String, completion: @escaping Completion) {
        guard entry(uuid) != nil else { return completion(.failure(AWSError.noSuchMapping)) }
        context.database.write { [self] connection in
            guard var mapping = try MappingStore.mapping(uuid, connection) else { throw AWSError.noSuchMapping }
            let now = context.time.now
            try mapping.checkIsSettled(at: now, to: "delete")
            (mapping.isEnabled, mapping.change, mapping.lastModified) = (false, .deleting, now)
            try MappingStore.save(mapping, connection)
            return mapping
        } completion: { [self] (result: Result<EventSourceMapping, any Error>) in
            if case .success(let mapping) = result {
                run(mapping, [:])
                removeLater(mapping)
            }
            completion(result)
        }
    }

    /// Removes a mapping that was deleted when nothing is seen of it any more.
    func removeLater(_ mapping: EventSourceMapping) {
        context.time.schedule(at: mapping.lastModified + FunctionChange.duration) { [weak self] in
            guard let self, holds(mapping.uuid) else { return }
            remove(mapping.uuid) { _ in }
        }
    }

    func remove(_ uuid: String, completion: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        context.database.write {
            try MappingStore.delete(uuid, $0)
        } completion: { [self] (result: Result<Void, any Error>) in
            if case .success = result { end(uuid) }
            completion(result)
        }
    }
}
