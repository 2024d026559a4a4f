package keras.live;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.Optimizer;
import keras.random.SeedGenerator;
import keras.trainers.StepData;
import org.jspecify.annotations.Nullable;

/**
 * Keras' example "WGAN-GP", with Dense layers: three updates of the discriminator a step, a penalty
 * on the gradient of its output, and one update of the generator. {@link #PYTHON} is its twin.
 */
final class WassersteinGan extends Model {
  static final String PYTHON =
      """
      class WGAN(keras.Model):
          def __init__(self, discriminator, generator, latent_dim, discriminator_extra_steps=3,
                       gp_weight=10.0):
              super().__init__()
              self.discriminator = discriminator
              self.generator = generator
              self.latent_dim = latent_dim
              self.d_steps = discriminator_extra_steps
              self.gp_weight = gp_weight
              self.seeds = keras.random.SeedGenerator(7)

          def compile(self, d_optimizer, g_optimizer):
              super().compile()
              self.d_optimizer = d_optimizer
              self.g_optimizer = g_optimizer

          def gradient_penalty(self, batch_size, real_images, fake_images):
              alpha = keras.random.uniform((batch_size, 1), 0.0, 1.0, seed=self.seeds)
              diff = fake_images - real_images
              interpolated = real_images + alpha * diff
              with tf.GradientTape() as gp_tape:
                  gp_tape.watch(interpolated)
                  pred = self.discriminator(interpolated, training=True)
              grads = gp_tape.gradient(pred, [interpolated])[0]
              norm = tf.sqrt(tf.reduce_sum(tf.square(grads), axis=[1]))
              return tf.reduce_mean((norm - 1.0) ** 2)

          def train_step(self, real_images):
              batch_size = tf.shape(real_images)[0]
              for i in range(self.d_steps):
                  latent = keras.random.normal((batch_size, self.latent_dim), seed=self.seeds)
                  with tf.GradientTape() as tape:
                      fake_images = self.generator(latent, training=True)
                      fake_logits = self.discriminator(fake_images, training=True)
                      real_logits = self.discriminator(real_images, training=True)
                      d_cost = tf.reduce_mean(fake_logits) - tf.reduce_mean(real_logits)
                      gp = self.gradient_penalty(batch_size, real_images, fake_images)
                      d_loss = d_cost + gp * self.gp_weight
                  d_gradient = tape.gradient(d_loss, self.discriminator.trainable_variables)
                  self.d_optimizer.apply_gradients(
                      zip(d_gradient, self.discriminator.trainable_variables))
              latent = keras.random.normal((batch_size, self.latent_dim), seed=self.seeds)
              with tf.GradientTape() as tape:
                  generated_images = self.generator(latent, training=True)
                  g_loss = -tf.reduce_mean(self.discriminator(generated_images, training=True))
              gen_gradient = tape.gradient(g_loss, self.generator.trainable_variables)
              self.g_optimizer.apply_gradients(
                  zip(gen_gradient, self.generator.trainable_variables))
              return {"d_loss": d_loss, "g_loss": g_loss}

      def wgan():
          discriminator = keras.Sequential([
              keras.Input((6,)), keras.layers.Dense(8, activation="tanh"),
              keras.layers.Dropout(0.3),
              keras.layers.Dense(5, activation="sigmoid"), keras.layers.Dense(1)])
          generator = keras.Sequential([
              keras.Input((4,)), keras.layers.Dense(8, activation="relu"),
              keras.layers.BatchNormalization(), keras.layers.Dense(6)])
          return WGAN(discriminator, generator, 4)
      """;

  private final Model discriminator;
  private final Model generator;
  private final int latentDim;
  private final int discriminatorSteps = 3;
  private final double gpWeight = 10;
  private final SeedGenerator seeds = new SeedGenerator(7);
  private @Nullable Optimizer dOptimizer;
  private @Nullable Optimizer gOptimizer;

  WassersteinGan(Model discriminator, Model generator, int latentDim) {
    this.discriminator = discriminator;
    this.generator = generator;
    this.latentDim = latentDim;
  }

  static WassersteinGan small() {
    Model discriminator =
        new Sequential(
            new InputLayer(6),
            new Dense(8, "tanh"),
            new Dropout(0.3),
            new Dense(5, "sigmoid"),
            new Dense(1));
    Model generator =
        new Sequential(
            new InputLayer(4),
            new Dense(8, "relu"),
            new keras.layers.BatchNormalization(),
            new Dense(6));
    return new WassersteinGan(discriminator, generator, 4);
  }

  WassersteinGan compile(Optimizer dOptimizer, Optimizer gOptimizer) {
    compile();
    this.dOptimizer = dOptimizer;
    this.gOptimizer = gOptimizer;
    return this;
  }

  private static Expr trained(Model model, Expr x, CallContext ctx) {
    return ctx.training(true, () -> model.apply(x, ctx));
  }

  private Expr generated(StepData data, CallContext ctx) {
    return trained(generator, seeds.normal(List.of(data.batchSize(), latentDim), ctx), ctx);
  }

  private Expr gradientPenalty(StepData data, Expr fake, CallContext ctx) {
    Expr real = data.x();
    Expr alpha = seeds.uniform(List.of(data.batchSize(), 1), 0, 1, ctx);
    Expr interpolated = real.add(alpha.mul(fake.sub(real)));
    Expr prediction = trained(discriminator, interpolated, ctx);
    Expr gradient = requireNonNull(ctx.gradientsOf(prediction, List.of(interpolated)).get(0));
    Expr norm = gradient.square().sum(1).sqrt();
    return norm.sub(1).square().mean(0);
  }

  private static Expr mean(Expr logits) {
    return logits.mean(0, 1);
  }

  @Override
  protected Map<String, Expr> trainStep(StepData data, CallContext ctx) {
    Expr dLoss = data.x();
    for (int i = 0; i < discriminatorSteps; i++) {
      Expr fake = generated(data, ctx);
      Expr fakeLogits = trained(discriminator, fake, ctx);
      Expr realLogits = trained(discriminator, data.x(), ctx);
      Expr cost = mean(fakeLogits).sub(mean(realLogits));
      dLoss = cost.add(gradientPenalty(data, fake, ctx).mul(gpWeight));
      requireNonNull(dOptimizer).minimize(dLoss, discriminator.trainableWeights(), ctx);
    }
    Expr gLoss = mean(trained(discriminator, generated(data, ctx), ctx)).neg();
    requireNonNull(gOptimizer).minimize(gLoss, generator.trainableWeights(), ctx);
    return Map.of("d_loss", dLoss, "g_loss", gLoss);
  }
}
