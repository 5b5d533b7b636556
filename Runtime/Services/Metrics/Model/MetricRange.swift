import JSON
import Wire

/// `StartTime` and `EndTime` of a request in seconds since 1970, the start rounded down to the beginning of a period.
struct MetricRange: Sendable {
    var start: Int64
    var end: Int64
    var period: Int64

    var periods: Int64 { (end - start) / period }

    /// `reversed` is the error for a start that is not before the end.
    init(_ input: JSON.Object, period: Int64, reversed: AWSError) throws(AWSError) {
        guard let start = Moment.seconds(input["StartTime"]), let end = Moment.seconds(input["EndTime"]) else {
            throw .invalidValue("StartTime and EndTime must be moments from 1970 on.")
        }
        guard start < end else { throw reversed }
        self.start = start - start % max(1, period)
        self.end = end
        self.period = max(1, period)
    }
}
