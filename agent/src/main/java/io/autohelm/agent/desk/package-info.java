/**
 * What people order over HTTP: sync, suspend, resume, roll back and approve, each written down as
 * an order as commands write them. The entry point is {@link io.autohelm.agent.desk.Desk}; {@link
 * io.autohelm.agent.desk.Gate} decides who may. It must not know how an order is carried out.
 */
@NullMarked
package io.autohelm.agent.desk;

import org.jspecify.annotations.NullMarked;
