#define _GNU_SOURCE
#include "CRollbackSystem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// TCP_LISTEN of the kernel's tcp_states.h.
enum { LISTENING = 10 };

static int ask(int channel, unsigned char family) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 request;
    } question = {
        .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .request = {.sdiag_family = family, .sdiag_protocol = IPPROTO_TCP, .idiag_states = 1 << LISTENING},
    };
    return send(channel, &question, sizeof question, 0) < 0 ? -errno : 0;
}

static void note(const struct inet_diag_msg *socket, lg_listener *found, size_t capacity, size_t *count) {
    if (*count < capacity) found[*count] = (lg_listener){socket->idiag_inode, ntohs(socket->id.idiag_sport)};
    *count += 1;
}

// Returns 0 at the end of the answer.
static int read_answer(int channel, lg_listener *found, size_t capacity, size_t *count) {
    _Alignas(struct nlmsghdr) char buffer[1 << 15];
    for (;;) {
        ssize_t size = recv(channel, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return size < 0 ? -errno : -EPROTO;
        unsigned left = (unsigned)size;
        for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE) return 0;
            if (message->nlmsg_type == NLMSG_ERROR) {
                int error = ((struct nlmsgerr *)NLMSG_DATA(message))->error;
                return error < 0 ? error : -EPROTO;
            }
            if (message->nlmsg_type == SOCK_DIAG_BY_FAMILY) note(NLMSG_DATA(message), found, capacity, count);
        }
    }
}

int lg_listeners(lg_listener *found, size_t capacity, size_t *count) {
    *count = 0;
    int channel = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (channel < 0) return -errno;
    int outcome = ask(channel, AF_INET);
    if (!outcome) outcome = read_answer(channel, found, capacity, count);
    if (!outcome) outcome = ask(channel, AF_INET6);
    if (!outcome) outcome = read_answer(channel, found, capacity, count);
    close(channel);
    return outcome;
}
