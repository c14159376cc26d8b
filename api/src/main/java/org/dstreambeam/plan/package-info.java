/**
 * The logical plan: what the program declared, before anything runs.
 *
 * <p>Each call on a stream adds an immutable {@link org.dstreambeam.plan.PlanNode}, a record that
 * holds the operation's whole configuration. {@link org.dstreambeam.plan.PlanBuilder} is the one
 * mutable object; {@code start()} turns it into a {@link org.dstreambeam.plan.LogicalPlan}, whose
 * {@link org.dstreambeam.plan.LogicalPlan#describe()} is the text that users, support and golden
 * tests read. Nothing here knows an engine.
 */
@NullMarked
package org.dstreambeam.plan;

import org.jspecify.annotations.NullMarked;
