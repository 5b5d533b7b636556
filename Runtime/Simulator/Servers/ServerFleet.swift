#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A fleet of servers that follows the load, for comparison with functions: target tracking on CPU as EC2 Auto Scaling
/// does it, with a cooldown in each direction
/// (https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html).
package struct ServerFleet: Sendable, Hashable {
    package var minimum: Int
    package var maximum: Int
    /// Requests a second that use up one server's CPU.
    package var requestsPerSecond: Double
    /// The share of CPU that scaling aims at.
    package var target = 0.7
    /// Seconds between one scaling and the next.
    package var scaleOutCooldown = 300.0
    package var scaleInCooldown = 600.0
    /// Seconds from the decision to the first request that a new server takes.
    package var startUp = 120.0
    package var dollarsPerHour: Double

    package init(minimum: Int, maximum: Int, requestsPerSecond: Double, dollarsPerHour: Double) {
        self.minimum = minimum
        self.maximum = maximum
        self.requestsPerSecond = requestsPerSecond
        self.dollarsPerHour = dollarsPerHour
    }

    package struct Moment: Sendable, Hashable {
        /// Seconds since the start.
        package var time: Double
        /// Those that serve, and those that are paid.
        package var serving: Int
        package var paid: Int
        /// Of CPU; above 1 more is asked for than there is.
        package var utilization: Double
    }

    package struct Course: Sendable, Hashable {
        package var moments: [Moment] = []
        package var offered = 0.0
        /// Requests beyond what the CPU can do in their minute.
        package var overload = 0.0
        package var serverHours = 0.0
        package var dollars = 0.0

        package var peak: Int { moments.map(\.paid).max() ?? 0 }
        package var peakUtilization: Double { moments.map(\.utilization).max() ?? 0 }
        package var overloadShare: Double { offered > 0 ? overload / offered : 0 }
    }

    /// How the fleet follows a load for so many seconds; `rate` tells requests a second at a moment. Looks every minute,
    /// as the metrics that drive it are.
    package func follow(_ rate: (Double) -> Double, for horizon: Double) -> Course {
        let step = 60.0
        var course = Course()
        var paid = min(maximum, max(minimum, needed(rate(0))))
        var arrivals: [(at: Double, count: Int)] = []
        var serving = paid
        var lastScaling = -Double.infinity
        var time = 0.0
        while time < horizon {
            let length = min(step, horizon - time)
            let load = rate(time + length / 2)
            serving += arrivals.filter { $0.at <= time }.reduce(0) { $0 + $1.count }
            arrivals.removeAll { $0.at <= time }
            let capacity = Double(serving) * requestsPerSecond
            let utilization = load / capacity
            course.moments.append(Moment(time: time, serving: serving, paid: paid, utilization: utilization))
            course.offered += load * length
            course.overload += max(0, load - capacity) * length
            course.serverHours += Double(paid) * length / 3_600
            let wanted = wanted(serving: serving, utilization: utilization)
            if wanted > paid && time - lastScaling >= scaleOutCooldown {
                arrivals.append((time + startUp, wanted - paid))
                (paid, lastScaling) = (wanted, time)
            } else if wanted < paid && arrivals.isEmpty && time - lastScaling >= scaleInCooldown {
                (paid, serving, lastScaling) = (wanted, wanted, time)
            }
            time += length
        }
        course.dollars = course.serverHours * dollarsPerHour
        return course
    }

    private func needed(_ load: Double) -> Int { count(load / (requestsPerSecond * target)) }

    /// A metric of CPU never reads more than all of it.
    private func wanted(serving: Int, utilization: Double) -> Int {
        min(maximum, max(minimum, count(Double(serving) * min(1, utilization) / target)))
    }

    /// Rounded up, but not for what rounding has added.
    private func count(_ servers: Double) -> Int {
        servers.isFinite && servers < 1e9 ? Int((servers - 1e-9).rounded(.up)) : maximum
    }
}
