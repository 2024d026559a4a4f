/** Keras' learning rate schedules: rates that depend on the number of steps taken. */
@NullMarked
package keras.optimizers.schedules;

import org.jspecify.annotations.NullMarked;
