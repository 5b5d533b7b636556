/// An expression as instructions for `Machine`, the last of which accepts.
struct Program: Sendable {
    enum Instruction: Sendable {
        /// Goes on behind a scalar that is in the set of this number.
        case scalar(Int)
        /// Goes on at both, and rather at the first.
        case split(Int, Int)
        case jump(Int)
        case assertion(Assertion)
        case look(Int, isNegated: Bool)
        /// Keeps where it is.
        case save(slot: Int)
        case accept
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// Twice the number of groups.
    private(set) var slotCount = 0
    /// Reads from the end of a text towards its beginning.
    let isBackward: Bool

    init(_ node: Node, isBackward: Bool) {
        self.isBackward = isBackward
        append(node)
        instructions.append(.accept)
    }

    private mutating func append(_ node: Node) {
        switch node {
        case .sequence(let nodes): for node in isBackward ? nodes.reversed() : nodes { append(node) }
        case .alternatives(let nodes): append(alternatives: nodes)
        case .scalar(let set):
            instructions.append(.scalar(sets.count))
            sets.append(set)
        case .assertion(let assertion): instructions.append(.assertion(assertion))
        case .look(let number, let isNegated): instructions.append(.look(number, isNegated: isNegated))
        case .group(let node, let number):
            slotCount = max(slotCount, 2 * number + 2)
            instructions.append(.save(slot: 2 * number))
            append(node)
            instructions.append(.save(slot: 2 * number + 1))
        case .repetition(let node, let least, let most, let isLazy):
            if let most {
                for _ in 0..<least { append(node) }
                append(node, atMost: most - least, isLazy)
            } else {
                append(node, atLeast: least, isLazy)
            }
        }
    }

    private mutating func append(alternatives: [Node]) {
        var jumps: [Int] = []
        for (index, node) in alternatives.enumerated() {
            if index == alternatives.count - 1 {
                append(node)
                continue
            }
            let split = instructions.count
            instructions.append(.split(split + 1, 0))
            append(node)
            jumps.append(instructions.count)
            instructions.append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    /// The last of the repetitions comes again and again.
    private mutating func append(_ node: Node, atLeast least: Int, _ isLazy: Bool) {
        for _ in 0..<max(0, least - 1) { append(node) }
        // Where none is needed, the choice comes first.
        if least == 0 { instructions.append(.jump(0)) }
        let (start, again) = (instructions.count - 1, instructions.count)
        append(node)
        if least == 0 { instructions[start] = .jump(instructions.count) }
        instructions.append(Self.split(again, instructions.count + 1, isLazy))
    }

    private mutating func append(_ node: Node, atMost most: Int, _ isLazy: Bool) {
        var splits: [Int] = []
        for _ in 0..<most {
            splits.append(instructions.count)
            instructions.append(.jump(0))
            append(node)
        }
        for split in splits { instructions[split] = Self.split(split + 1, instructions.count, isLazy) }
    }

    private static func split(_ again: Int, _ done: Int, _ isLazy: Bool) -> Instruction {
        isLazy ? .split(done, again) : .split(again, done)
    }
}
