// An ELF file of a few hundred bytes, as it will stand in packages. What it does, wherever it has been unpacked to:
//
//     execve("DIR/lib/ld.so", {"DIR/lib/ld.so", "--library-path", "DIR/lib", "DIR/bin/bootstrap", arguments…}, environment)
//
// DIR is the folder of the launcher's own file, whose path the kernel hands over as AT_EXECFN (getauxval(3)).

#define BASE 0x400000
#define AT_EXECFN 31
#define LONGEST_FOLDER 4096
// Three paths, each of a folder and a name.
#define PATH_ROOM 4160

#if defined(__x86_64__)
#define MACHINE 62
#elif defined(__aarch64__)
#define MACHINE 183
#else
#error "Lambda has x86_64 and arm64 only."
#endif

    .section .rodata
    .balign 16
    .globl hearth_launcher_start, hearth_launcher_end
    .hidden hearth_launcher_start, hearth_launcher_end

hearth_launcher_start:
    // The header: 64 bits, little-endian, a program with a fixed address.
    .byte 0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
    .short 2, MACHINE
    .long 1
    .quad BASE + entry - hearth_launcher_start
    .quad segments - hearth_launcher_start, 0
    .long 0
    .short 64, 56, 2, 64, 0, 0
segments:
    // All of the file, to read and to run.
    .long 1, 5
    .quad 0, BASE, BASE, hearth_launcher_end - hearth_launcher_start, hearth_launcher_end - hearth_launcher_start, 0x10000
    // A stack that nothing runs from.
    .long 0x6474e551, 6
    .quad 0, 0, 0, 0, 0, 16

loader:       .asciz "lib/ld.so"
option:       .asciz "--library-path"
libraries:    .asciz "lib"
program:      .asciz "bin/bootstrap"
complaint:    .ascii "bootstrap: lib/ld.so, beside it, cannot be run\n"
complaint_end:
    .balign 4

#if defined(__x86_64__)

entry:
    mov (%rsp), %rbx                // The number of arguments,
    lea 8(%rsp), %r12               // the arguments,
    lea 8(%r12, %rbx, 8), %r13      // the environment; behind it, the auxiliary vector.
    mov %r13, %rax
1:  cmpq $0, (%rax)
    lea 8(%rax), %rax
    jne 1b
2:  mov (%rax), %rcx
    test %rcx, %rcx
    jz fail
    add $16, %rax
    cmp $AT_EXECFN, %rcx
    jne 2b
    mov -8(%rax), %r14              // The launcher's path,
    xor %r15d, %r15d                // and how much of it is the folder, its slash included.
    xor %ecx, %ecx
3:  movzbl (%r14, %rcx), %eax
    inc %rcx
    cmp $'/', %al
    cmove %rcx, %r15
    test %al, %al
    jnz 3b
    cmp $LONGEST_FOLDER, %r15
    ja fail

    // Three new arguments stand before the given ones, the first of which the program takes the place of.
    lea -24(%r12), %rbp
    lea -3 * PATH_ROOM(%rbp), %rsp
    mov %rsp, %rdi
    lea loader(%rip), %rsi
    call join
    mov %rax, (%rbp)
    lea option(%rip), %rax
    mov %rax, 8(%rbp)
    lea PATH_ROOM(%rsp), %rdi
    lea libraries(%rip), %rsi
    call join
    mov %rax, 16(%rbp)
    lea 2 * PATH_ROOM(%rsp), %rdi
    lea program(%rip), %rsi
    call join
    mov %rax, 24(%rbp)

    mov (%rbp), %rdi
    mov %rbp, %rsi
    mov %r13, %rdx
    mov $59, %eax                   // execve
    syscall
fail:
    mov $2, %edi
    lea complaint(%rip), %rsi
    mov $(complaint_end - complaint), %edx
    mov $1, %eax                    // write
    syscall
    mov $127, %edi
    mov $60, %eax                   // exit
    syscall

// Writes the folder and the name at rsi to rdi, and returns where that was.
join:
    mov %rdi, %rax
    xor %ecx, %ecx
1:  cmp %r15, %rcx
    je 2f
    mov (%r14, %rcx), %dl
    mov %dl, (%rdi)
    inc %rcx
    inc %rdi
    jmp 1b
2:  mov (%rsi), %dl
    mov %dl, (%rdi)
    inc %rsi
    inc %rdi
    test %dl, %dl
    jnz 2b
    ret

#else

entry:
    ldr x19, [sp]                   // The number of arguments,
    add x20, sp, #8                 // the arguments,
    add x21, x20, x19, lsl #3
    add x21, x21, #8                // the environment; behind it, the auxiliary vector.
    mov x0, x21
1:  ldr x1, [x0], #8
    cbnz x1, 1b
2:  ldp x1, x22, [x0], #16          // The launcher's path,
    cbz x1, fail
    cmp x1, #AT_EXECFN
    b.ne 2b
    mov x23, #0                     // and how much of it is the folder, its slash included.
    mov x1, #0
3:  ldrb w2, [x22, x1]
    add x1, x1, #1
    cmp w2, #'/'
    csel x23, x1, x23, eq
    cbnz w2, 3b
    cmp x23, #LONGEST_FOLDER
    b.hi fail

    // Three new arguments stand before the given ones, the first of which the program takes the place of.
    sub x24, x20, #24
    mov x3, #3 * PATH_ROOM
    sub x25, x24, x3
    and x25, x25, #~15
    mov sp, x25
    mov x0, x25
    adr x1, loader
    bl join
    str x3, [x24]
    adr x3, option
    str x3, [x24, #8]
    mov x0, #PATH_ROOM
    add x0, x25, x0
    adr x1, libraries
    bl join
    str x3, [x24, #16]
    mov x0, #2 * PATH_ROOM
    add x0, x25, x0
    adr x1, program
    bl join
    str x3, [x24, #24]

    ldr x0, [x24]
    mov x1, x24
    mov x2, x21
    mov x8, #221                    // execve
    svc #0
fail:
    mov x0, #2
    adr x1, complaint
    mov x2, #(complaint_end - complaint)
    mov x8, #64                     // write
    svc #0
    mov x0, #127
    mov x8, #93                     // exit
    svc #0

// Writes the folder and the name at x1 to x0, and returns in x3 where that was.
join:
    mov x3, x0
    mov x4, #0
1:  cmp x4, x23
    b.eq 2f
    ldrb w5, [x22, x4]
    strb w5, [x0], #1
    add x4, x4, #1
    b 1b
2:  ldrb w5, [x1], #1
    strb w5, [x0], #1
    cbnz w5, 2b
    ret

#endif

hearth_launcher_end:

    .section .note.GNU-stack, "", %progbits
