import JSON
import ServiceKit
import Time
import Wire

/// What has been done to a target, as `DescribeScalingActivities` tells it.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalingActivity.html
struct ScalingActivity: Sendable {
    /// How many are kept of a target, and for how long: AWS tells those of six weeks.
    fileprivate static let kept = 100
    fileprivate static let retention = Duration.seconds(42 * 86_400)

    let place: TargetPlace
    let id: String
    /// When it began: no other has the same number.
    let number: Int64
    let cause: String
    /// `desired concurrency to 5`.
    let change: String
    /// The capacity that it sets; `nil` for one that sets the bounds.
    let capacity: Int?

    init(_ place: TargetPlace, id: String, number: Int64, cause: String, change: String, capacity: Int? = nil) {
        self.place = place
        self.id = id
        self.number = number
        self.cause = cause
        self.change = change
        self.capacity = capacity
    }

    enum Outcome: Sendable {
        case inProgress, successful
        /// Another change came before it was fulfilled.
        case overridden
        /// It took too long.
        case unfulfilled
        case failed(String)
    }

    /// Latest first.
    var key: String {
        let number = String(Int64.max - number)
        return String(repeating: "0", count: max(0, 19 - number.utf8.count)) + number
    }

    func document(_ outcome: Outcome, at now: Timestamp) -> JSON.Object {
        let stop = capacity == nil ? "" : "."
        var document = JSON.Object([("ActivityId", .string(id))] + place.members)
        document["Description"] = .string("Setting \(change)\(stop)")
        document["Cause"] = .string(cause)
        document["StartTime"] = Timestamp(nanosecondsSinceEpoch: number).json
        if capacity != nil, !outcome.isInProgress { document["EndTime"] = now.json }
        document["StatusCode"] = .string(outcome.code)
        document["StatusMessage"] = .string(message(outcome, stop))
        document["Capacity"] = capacity.map { JSON($0) }
        document["Number"] = JSON(number)
        return document
    }

    private func message(_ outcome: Outcome, _ stop: String) -> String {
        switch outcome {
        case .inProgress: "Successfully set \(change). Waiting for change to be fulfilled by \(place.namespace)."
        case .successful where capacity == nil: "Successfully set \(change)"
        case .successful: "Successfully set \(change). Change successfully fulfilled by \(place.namespace)."
        case .overridden:
            "Successfully set \(change). Another change came before it was fulfilled by \(place.namespace)."
        case .unfulfilled: "Successfully set \(change). Change was not fulfilled by \(place.namespace) in time."
        case .failed(let reason): "Failed to set \(change). Reason: \(reason)"
        }
    }
}

extension ScalingActivity.Outcome {
    var isInProgress: Bool { if case .inProgress = self { true } else { false } }

    fileprivate var code: String {
        switch self {
        case .inProgress: "InProgress"
        case .successful: "Successful"
        case .overridden: "Overridden"
        case .unfulfilled: "Unfulfilled"
        case .failed: "Failed"
        }
    }
}

extension ScalingActivity {
    /// One that was written down and sets the capacity.
    init?(_ document: JSON.Object, region: String) {
        guard let id = document.text("ActivityId"), let description = document.text("Description"),
            let number = document.int("Number"), let capacity = document.int("Capacity")
        else { return nil }
        self.id = id
        self.number = Int64(number)
        self.capacity = capacity
        place = TargetPlace(document, region: region)
        cause = document.text("Cause") ?? ""
        change = String(description.dropFirst("Setting ".count).dropLast())
    }
}

extension Documents {
    /// Writes an activity down, and forgets old ones of its target.
    mutating func add(_ activity: ScalingActivity, _ outcome: ScalingActivity.Outcome, at now: Timestamp) {
        let shelf = Shelf(Kind.activity, activity.place.region)
        self[shelf, activity.key] = activity.document(outcome, at: now)
        let horizon = (now - ScalingActivity.retention).secondsSinceEpoch
        for (index, (key, document)) in all(Kind.activity, of: activity.place).enumerated()
        where index >= ScalingActivity.kept || document["StartTime"]?.doubleValue ?? 0 < horizon {
            self[shelf, key] = nil
        }
    }
}

extension Timestamp {
    /// In seconds since 1970, as services of JSON write times.
    var json: JSON { JSON(Double(millisecondsSinceEpoch) / 1_000) }
}
