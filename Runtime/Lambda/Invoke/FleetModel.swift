import ColdStart

/// The model that all pools of an account share. Lives on the event loop.
final class FleetModel {
    var fleet: Fleet

    init(limits: FleetLimits) { fleet = Fleet(limits: limits) }
}
