import Compression
import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Export tasks go through the streams of their group one after the other: a part of the events is read, compressed and
/// put into the bucket, then the next. A task that Hearth's end has broken off begins anew, and writes the same objects.
extension Logs {
    /// Goes on with what was under way.
    package func resume() {
        let documents = documents.current
        for region in documents.regions(of: ExportTask.kind) {
            for task in documents.exportTasks(region) where !task.status.isOver { export(task.id, region) }
        }
    }

    func export(_ id: String, _ region: String) {
        change(id, region) { [context] task in
            if task.status == .pending { task.become(.running, at: context.time.now) }
        } then: { [self] task in
            step(ExportStep(task: task, region: region))
        }
    }

    private func step(_ step: ExportStep) {
        guard let task = documents.current.exportTask(step.task.id, step.region) else { return }
        guard task.status == .running, let objects else { return finish(step, .cancelled) }
        let now = context.time.now
        context.database.read { [self] connection in
            do {
                guard let (object, next) = try step.read(connection.get(), now) else {
                    return finish(step, .completed, "Completed successfully")
                }
                objects.put(object.bytes, as: object.key, in: task.bucket) { [self] failure in
                    if let failure { finish(step, .failed, failure.message) } else { self.step(next) }
                }
            } catch {
                finish(step, .failed, (error as? AWSError)?.message ?? "\(error)")
            }
        }
    }

    private func finish(_ step: ExportStep, _ status: ExportTask.Status, _ message: String? = nil) {
        change(step.task.id, step.region) { [context] task in
            let isCancelled = task.status == .cancelling
            task.become(isCancelled ? .cancelled : status, isCancelled ? nil : message, at: context.time.now)
        }
    }

    /// Changes a task that is there and not over.
    private func change(
        _ id: String,
        _ region: String,
        _ body: @escaping @Sendable (inout ExportTask) -> Void,
        then next: @escaping @Sendable (ExportTask) -> Void = { _ in }
    ) {
        context.database.write(.alone) { [documents] connection -> ExportTask? in
            var all = documents.current
            guard var task = all.exportTask(id, region), !task.status.isOver else { return nil }
            body(&task)
            all.put(task, region)
            try documents.write(all, connection)
            return task
        } completion: { [documents] (result: Result<ExportTask?, any Error>) in
            guard case .success(let task?) = result else { return }
            documents.commit()
            next(task)
        }
    }
}

/// How far an export has come.
struct ExportStep: Sendable {
    /// Bytes of text in one object, about.
    private static let partSize = 16 << 20

    let task: ExportTask
    let region: String
    /// The last stream that all has been written of, in the order of their names.
    private var done: String?
    /// The next part of the stream behind it, and the last event of the part before.
    private var part = 0
    private var last: EventPosition?

    init(task: ExportTask, region: String) { (self.task, self.region) = (task, region) }

    /// The next object, and the step behind it; `nil` when there is none left.
    func read(
        _ connection: Connection,
        _ now: Timestamp
    ) throws -> (object: (key: String, bytes: [UInt8]), next: ExportStep)? {
        let store = LogStore(connection)
        let group = try store.existingGroup(task.group)
        let from = max(task.from, group.horizon(now))
        guard from <= task.to else { return nil }
        var step = self
        for stream in try store.streams(of: group, prefix: task.streamPrefix) where stream.name > done ?? "" {
            let reader = EventReader(
                connection: connection,
                group: group.number,
                streams: [stream.number],
                range: from...task.to
            )
            let text = try step.text(reader)
            if !text.isEmpty {
                let key = task.key(stream.name, part: step.part)
                step.part += 1
                return ((key, try Compression.gzip.compress(text)), step)
            }
            (step.done, step.part, step.last) = (stream.name, 0, nil)
        }
        return nil
    }

    /// A line for each event: its time, a blank, and its message.
    private mutating func text(_ reader: EventReader) throws -> [UInt8] {
        var text: [UInt8] = []
        try reader.forwards(after: last) { event in
            let time = Timestamp(millisecondsSinceEpoch: event.position.timestamp)
            text += Array("\(time.iso8601Milliseconds) ".utf8)
            text += event.event.message
            text.append(UInt8(ascii: "\n"))
            last = event.position
            return text.count < Self.partSize
        }
        return text
    }
}
